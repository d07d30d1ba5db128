import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { hrefOf } from '../../app/path-id.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { type Draft, EventTypeForm, emptyDraft, settingsOf } from './form.tsx';

export function CreateEventType() {
  const { client } = useSession();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const create = useMutation({
    mutationFn: (draft: Draft) => client.eventTypes.create({ name: draft.name, ...settingsOf(draft) }),
    onSuccess: ({ name }) => {
      void queries.invalidateQueries({ queryKey: ['event-types'] });
      announce(`Created ${name}`);
      navigate(hrefOf('/event-types', name));
    },
  });
  return (
    <Page title="Create event type">
      <EventTypeForm
        isNew
        start={emptyDraft}
        action="Create"
        isPending={create.isPending}
        error={create.error}
        onSend={(draft) => create.mutate(draft)}
      >
        <LinkButton href="/event-types">Cancel</LinkButton>
      </EventTypeForm>
    </Page>
  );
}
