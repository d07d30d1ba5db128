import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../../app/session.tsx';
import { TextField } from '../../../ui/fields.tsx';
import { Section } from '../../../ui/page.tsx';
import { ComboBox } from '../../../ui/select.tsx';
import { EventTypesField } from './event-types-field.tsx';
import type { PartProps } from './faults.ts';

/** The settings that nearly every subscription has. */
export function MainFields(props: PartProps) {
  const { draft, update, faults } = props;
  const { me } = useSession();
  return (
    <Section title="What is sent where">
      <TextField
        label="Target URL"
        value={draft.targetUrl}
        onChange={(targetUrl) => update({ targetUrl })}
        isRequired
        isMono
        placeholder="https://hooks.example.com/orders"
        help="The URL of the receiver: each attempt is a POST to it."
        fault={faults.at('/target_url')}
      />
      <EventTypesField {...props} />
      <TextField
        label="Description"
        value={draft.description}
        onChange={(description) => update({ description })}
        fault={faults.at('/description')}
      />
      {me.kind === 'api_key' && <ReceiverField {...props} />}
    </Section>
  );
}

const SUGGESTED_MOST = 250;

function ReceiverField({ draft, update, faults }: PartProps) {
  const { client } = useSession();
  const receivers = useQuery({
    queryKey: ['receivers', 'first', SUGGESTED_MOST],
    queryFn: () => client.receivers.list({ limit: SUGGESTED_MOST }).firstPage(),
  });
  const choices = (receivers.data?.data ?? []).map(({ id, name }) => ({ id, label: id, hint: name }));
  return (
    <ComboBox
      label="Receiver"
      choices={choices}
      value={draft.receiverId}
      onChange={(receiverId) => update({ receiverId })}
      help="Your own id of the customer: only events with the same receiver_id are delivered. Empty: only events without one."
      fault={faults.at('/receiver_id')}
    />
  );
}
