import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import type { Subscription } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { type Draft, draftOf } from './form/draft.ts';
import { patchOf } from './form/settings.ts';
import { SubscriptionForm } from './form/subscription-form.tsx';

export default function EditSubscription() {
  const { id = '' } = useParams();
  const { client } = useSession();
  const query = useQuery({ queryKey: ['subscriptions', id], queryFn: () => client.subscriptions.get(id) });
  return (
    <Page title="Edit subscription">
      <Loaded query={query}>{(subscription) => <EditForm subscription={subscription} />}</Loaded>
    </Page>
  );
}

/** Sends only what the reader changed, measured against the settings that the form began with. */
function EditForm({ subscription }: { readonly subscription: Subscription }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [initial] = useState(() => draftOf(subscription));
  const href = `/subscriptions/${subscription.id}`;
  const save = useMutation({
    mutationFn: async (draft: Draft) => {
      const patch = patchOf(initial, draft);
      if (Object.keys(patch).length === 0) return false;
      await client.subscriptions.update(subscription.id, patch);
      await queries.invalidateQueries({ queryKey: ['subscriptions'] });
      return true;
    },
    onSuccess: (isChanged) => {
      announce(isChanged ? 'Subscription saved' : 'Nothing was changed');
      navigate(href);
    },
  });
  return (
    <SubscriptionForm
      initial={initial}
      isNew={false}
      action="Save changes"
      cancelHref={href}
      onSubmit={save.mutate}
      isPending={save.isPending}
      error={save.error}
    />
  );
}
