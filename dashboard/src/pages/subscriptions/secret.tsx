import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RotatedSecret, SubscriptionSecret } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Time } from '../../ui/time.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

/** The signing secret: hidden until it is asked for, since each look at it is in the audit log. */
export function SecretSection({ id }: { readonly id: string }) {
  const { client } = useSession();
  const [secret, setSecret] = useState<SubscriptionSecret | RotatedSecret>();
  const read = useMutation({ mutationFn: () => client.subscriptions.secret(id), onSuccess: setSecret });
  return (
    <Section
      title="Signing secret"
      actions={
        <>
          {secret === undefined ? (
            <Button isPending={read.isPending} onPress={() => read.mutate()}>
              Show the secret
            </Button>
          ) : (
            <Button onPress={() => setSecret(undefined)}>Hide the secret</Button>
          )}
          <RotateDialog
            id={id}
            onRotated={(rotated) => {
              setSecret(rotated);
              announce('Secret rotated');
            }}
          />
        </>
      }
    >
      <ProblemNote error={read.error} />
      {secret === undefined ? (
        <p className="soft">
          The receiver verifies each webhook with it. The audit log records who looks at it.
        </p>
      ) : (
        <SecretShown secret={secret} />
      )}
    </Section>
  );
}

function SecretShown({ secret }: { readonly secret: SubscriptionSecret | RotatedSecret }) {
  return (
    <>
      {'in_force_at' in secret && (
        <p>
          Rotated: every attempt from <Time at={secret.in_force_at} /> on is signed with the new secret.
        </p>
      )}
      <CodeBlock code={secret.signing_secret} subject="the signing secret" />
      {secret.public_key !== null && (
        <>
          <p>The public key verifies signatures of the kind v1a.</p>
          <CodeBlock code={secret.public_key} subject="the public key" />
        </>
      )}
      {secret.previous.map(({ signing_secret, public_key, expires_at }) => (
        <div key={`${signing_secret}${public_key}`} className="stack-small">
          <p>
            The old {signing_secret === null ? 'public key' : 'secret'} still signs as well until{' '}
            <Time at={expires_at} />.
          </p>
          <CodeBlock
            code={signing_secret ?? public_key ?? ''}
            subject={signing_secret === null ? 'the old public key' : 'the old secret'}
          />
        </div>
      ))}
    </>
  );
}
