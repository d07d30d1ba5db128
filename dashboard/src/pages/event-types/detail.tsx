import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { EventType } from '../../../../client/src/posthorn.ts';
import { usePathId } from '../../app/path-id.ts';
import { useSession } from '../../app/session.tsx';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { type Draft, draftOf, EventTypeForm, settingsOf } from './form.tsx';
import { MatchingSubscriptions } from './matching-subscriptions.tsx';
import { EventTypeView } from './view.tsx';

export default function EventTypesDetail() {
  const name = usePathId();
  const { client } = useSession();
  const mayChange = useMayChange();
  const query = useQuery({ queryKey: ['event-types', name], queryFn: () => client.eventTypes.get(name) });
  return (
    <Page
      title={name}
      heading={<span className="foreign">{visible(name)}</span>}
      actions={query.data !== undefined && mayChange && <DeleteButton name={name} />}
    >
      <Loaded query={query}>{(eventType) => <Content eventType={eventType} />}</Loaded>
    </Page>
  );
}

/** A receiver manages its subscriptions, and only reads the catalogue. */
function useMayChange(): boolean {
  const { can, isPortal } = useSession();
  return can('manage') && !isPortal;
}

function Content({ eventType }: { readonly eventType: EventType }) {
  const mayChange = useMayChange();
  return (
    <>
      <Section title="Use">
        <Facts
          facts={[
            ['Subscriptions that match', <MatchingSubscriptions key="matching" name={eventType.name} />],
            ['Created', <Time key="created" at={eventType.created_at} />],
            ['Changed', <Time key="changed" at={eventType.updated_at} />],
          ]}
        />
      </Section>
      {mayChange ? <EditSection eventType={eventType} /> : <EventTypeView eventType={eventType} />}
    </>
  );
}

function EditSection({ eventType }: { readonly eventType: EventType }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const { name } = eventType;
  const save = useMutation({
    mutationFn: (draft: Draft) => client.eventTypes.update(name, settingsOf(draft)),
    onSuccess: (saved) => {
      queries.setQueryData(['event-types', name], saved);
      void queries.invalidateQueries({ queryKey: ['event-types'] });
      announce(`Saved ${name}`);
    },
  });
  return (
    <Section title="Description, schema and example">
      <EventTypeForm
        isNew={false}
        start={draftOf(eventType)}
        action="Save"
        isPending={save.isPending}
        error={save.error}
        onSend={(draft) => save.mutate(draft)}
      />
    </Section>
  );
}

function DeleteButton({ name }: { readonly name: string }) {
  const { client } = useSession();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const remove = async () => {
    await client.eventTypes.delete(name);
    navigate('/event-types');
    await queries.invalidateQueries({ queryKey: ['event-types'] });
    announce(`Deleted ${name}`);
  };
  return (
    <ConfirmDialog
      trigger={<Button kind="danger">Delete</Button>}
      title="Delete this event type?"
      action="Delete"
      isDangerous
      onConfirm={remove}
    >
      <span className="foreign">{visible(name)}</span> leaves the catalogue, with its schema and example.
      Events of this type are still accepted and delivered, and are no longer checked.
    </ConfirmDialog>
  );
}
