import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { PortalToken } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';

interface OfReceiver {
  readonly receiverId: string;
}

const accesses = [
  { id: 'read', label: 'Read only' },
  { id: 'manage', label: 'Read and manage' },
] as const;
const lives = [
  { id: '900', label: '15 minutes' },
  { id: '3600', label: '1 hour' },
] as const;

/** Makes portal tokens: to look at the portal as the receiver does, and to embed it. */
export function PortalSection({ receiverId }: OfReceiver) {
  const { client } = useSession();
  const [access, setAccess] = useState<PortalToken['access']>('read');
  const [seconds, setSeconds] = useState('900');
  const make = useMutation({
    mutationFn: () =>
      client.portalTokens.create({ receiver_id: receiverId, access, ttl_seconds: Number(seconds) }),
  });
  return (
    <Section title="Portal" actions={<RevokeButton receiverId={receiverId} />}>
      <p className="soft">
        The portal shows a receiver its own subscriptions, deliveries, events and event types, and nothing
        else. It is signed in by a token that your own page makes, or by a link from here.
      </p>
      <div className="portal-options">
        <Select
          label="Access"
          choices={accesses}
          value={access}
          onChange={(id) => setAccess(id === 'manage' ? 'manage' : 'read')}
        />
        <Select label="Valid for" choices={lives} value={seconds} onChange={setSeconds} />
      </div>
      <div>
        <Button kind="primary" isPending={make.isPending} onPress={() => make.mutate()}>
          Open the portal as this receiver
        </Button>
      </div>
      <ProblemNote error={make.error} />
      {make.data !== undefined && <PortalLink token={make.data} />}
    </Section>
  );
}

function PortalLink({ token }: { readonly token: PortalToken }) {
  const snippet = `<iframe src="${token.url.replaceAll('&', '&amp;')}" title="Webhooks" referrerpolicy="origin"></iframe>`;
  return (
    <div className="stack" role="status">
      <div className="row">
        <a className="button button-plain" href={token.url} target="_blank" rel="noreferrer">
          Portal of this receiver, in a new tab
        </a>
        <CopyButton text={token.url} subject="the link" label="Copy link" />
        <span className="soft">
          Valid until <Time at={token.expires_at} />. The link signs in: send it to the receiver only.
        </span>
      </div>
      <div className="stack-small">
        <p>
          In your own page, with a token that your server makes for each visit. The page's origin has to be in{' '}
          <code>POSTHORN_PORTAL_ORIGINS</code>:
        </p>
        <CodeBlock code={snippet} subject="the iframe" />
      </div>
    </div>
  );
}

function RevokeButton({ receiverId }: OfReceiver) {
  const { client } = useSession();
  const revoke = async () => {
    await client.portalTokens.revoke({ receiver_id: receiverId });
    announce('Revoked all portal tokens of the receiver');
  };
  return (
    <ConfirmDialog
      trigger={
        <Button isSmall kind="danger">
          Revoke portal tokens
        </Button>
      }
      title="Revoke all portal tokens of this receiver?"
      action="Revoke"
      isDangerous
      onConfirm={revoke}
    >
      Every portal of the receiver that is open now is signed out. New tokens can be made at any time.
    </ConfirmDialog>
  );
}
