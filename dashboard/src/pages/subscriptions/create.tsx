import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreatedSubscription, SubscriptionInput } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Note } from '../../ui/note.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { emptyDraft } from './form/draft.ts';
import { inputOf } from './form/settings.ts';
import { SubscriptionForm } from './form/subscription-form.tsx';

export default function CreateSubscription() {
  const { client } = useSession();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (input: SubscriptionInput) => client.subscriptions.create(input),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['subscriptions'] }),
  });
  if (create.data !== undefined) return <Created subscription={create.data} />;
  return (
    <Page title="New subscription">
      <SubscriptionForm
        initial={emptyDraft}
        isNew
        action="Create subscription"
        cancelHref="/subscriptions"
        onSubmit={(draft) => create.mutate(inputOf(draft))}
        isPending={create.isPending}
        error={create.error}
      />
    </Page>
  );
}

function Created({ subscription }: { readonly subscription: CreatedSubscription }) {
  return (
    <Page
      key="created"
      title="Subscription created"
      actions={
        <LinkButton kind="primary" href={`/subscriptions/${subscription.id}`}>
          Open the subscription
        </LinkButton>
      }
    >
      <Section title="Signing secret">
        <Note kind="warn">
          Give this secret to the receiver now. Each later look at it is in the audit log.
        </Note>
        <CodeBlock code={subscription.signing_secret} subject="the signing secret" />
        {subscription.public_key !== null && (
          <>
            <p>The public key verifies signatures of the kind v1a.</p>
            <CodeBlock code={subscription.public_key} subject="the public key" />
          </>
        )}
        <p className="soft">
          The receiver verifies each webhook with it, by a library of Standard Webhooks or by the code in the
          guide for receivers. Then send a test event from the page of the subscription.
        </p>
      </Section>
    </Page>
  );
}
