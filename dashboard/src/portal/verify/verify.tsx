import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Subscription } from '../../../../client/src/posthorn.ts';
import { from, useList } from '../../api/lists.ts';
import { useQueryString } from '../../app/query-string.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Note } from '../../ui/note.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Select } from '../../ui/select.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { PLACEHOLDER, snippets } from './snippets.ts';

/** How a receiver verifies webhooks, with code that has the secret of its own subscription. */
export default function Verify() {
  const { client } = useSession();
  const { query, rows } = useList(['subscriptions', 'verify'], (cursor) =>
    client.subscriptions.list({ ...from(cursor), limit: 250 }),
  );
  return (
    <Page title="How to verify">
      <Steps />
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <Empty title="You have no subscription yet">Create one: each has a secret of its own.</Empty>
          ) : (
            <Code subscriptions={rows} />
          )
        }
      </Loaded>
    </Page>
  );
}

const Steps = () => (
  <Section title="What to do with a webhook">
    <ol className="verify-steps">
      <li>Read the body as bytes, before a framework parses it.</li>
      <li>
        Check the signature with the code below. It accepts any of the signatures in{' '}
        <code>webhook-signature</code>, since there are two while a secret is rotated, and refuses times more
        than 5 minutes from now.
      </li>
      <li>
        Remember <code>webhook-id</code>, and do nothing for an id that you have had: a webhook can come more
        than once.
      </li>
      <li>Answer with a 2xx at once, and do the work afterwards. Answer 401 to a wrong signature.</li>
    </ol>
  </Section>
);

function Code({ subscriptions }: { readonly subscriptions: readonly Subscription[] }) {
  const { can } = useSession();
  const [get, set] = useQueryString();
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const chosen = subscriptions.find(({ id }) => id === get('subscription')) ?? subscriptions[0];
  if (chosen === undefined) return null;
  const secret = secrets[chosen.id];
  return (
    <Section title="Code">
      <Select
        label="Subscription"
        choices={subscriptions.map(({ id, target_url }) => ({ id, label: visible(target_url) }))}
        value={chosen.id}
        onChange={(id) => set({ subscription: id })}
      />
      {!chosen.signature_versions.includes('v1') && <OnlyPublicKey publicKey={chosen.public_key} />}
      {can('manage') ? (
        <SecretButton
          id={chosen.id}
          isFilled={secret !== undefined}
          onSecret={(found) => setSecrets((before) => ({ ...before, [chosen.id]: found }))}
        />
      ) : (
        <Note>Your access is read only: put the secret of the subscription in place of {PLACEHOLDER}.</Note>
      )}
      <Tabs
        label="Languages"
        selected={get('language') || 'typescript'}
        onSelect={(language) => set({ language })}
        tabs={snippets.map(({ id, title, needs, code }) => ({
          id,
          title,
          content: () => (
            <div className="stack-small">
              <p className="soft">{needs}</p>
              <CodeBlock code={code(secret ?? PLACEHOLDER)} subject={`the code for ${title}`} />
            </div>
          ),
        }))}
      />
    </Section>
  );
}

const OnlyPublicKey = ({ publicKey }: { readonly publicKey: string | null }) => (
  <Note kind="warn">
    <p>
      This subscription is signed by a key pair only (<code>v1a</code>, Ed25519), and the code below verifies{' '}
      <code>v1</code>. Verify with the public key, or add <code>v1</code> to the signatures of the
      subscription.
    </p>
    {publicKey !== null && <CodeBlock code={publicKey} subject="the public key" />}
  </Note>
);

interface SecretButtonProps {
  readonly id: string;
  readonly isFilled: boolean;
  readonly onSecret: (secret: string) => void;
}

/** Each look at a secret is recorded: it is read when the reader asks for it. */
function SecretButton({ id, isFilled, onSecret }: SecretButtonProps) {
  const { client } = useSession();
  const read = useMutation({
    mutationFn: () => client.subscriptions.secret(id),
    onSuccess: ({ signing_secret }) => onSecret(signing_secret),
  });
  if (isFilled) {
    return <p role="status">The code has your secret: keep it out of version control and of logs.</p>;
  }
  return (
    <div className="stack-small">
      <div>
        <Button isPending={read.isPending} onPress={() => read.mutate()}>
          Fill in my secret
        </Button>
      </div>
      <ProblemNote error={read.error} />
    </div>
  );
}
