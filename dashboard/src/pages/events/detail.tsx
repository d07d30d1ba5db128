import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import type { EventWithPayload } from '../../../../client/src/posthorn.ts';
import { useQueryString } from '../../app/query-string.ts';
import { useSession } from '../../app/session.tsx';
import { count } from '../../format/numbers.ts';
import { bytesOf, utf8Bytes } from '../../format/payload.ts';
import { visible } from '../../ui/code-block.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { PayloadView } from '../../ui/payload-view.tsx';
import { Time } from '../../ui/time.tsx';
import { deliveryColumns, EventTypeName } from '../deliveries/columns.tsx';
import { idOf } from '../deliveries/delivery-list.tsx';
import { isOpen } from '../deliveries/open.ts';
import { EventActions } from './actions.tsx';

const OPEN_POLL_MS = 2_000;

/** One event: its payload and its deliveries. It is read again while a delivery is open or not made yet. */
export default function EventDetail() {
  const { id = '' } = useParams();
  const { client } = useSession();
  const query = useQuery({
    queryKey: ['events', id],
    queryFn: () => client.events.get(id),
    refetchInterval: ({ state: { data } }) => (data !== undefined && mayChange(data) ? OPEN_POLL_MS : false),
  });
  return (
    <Page
      title={`Event ${id}`}
      heading={
        <>
          Event <span className="mono">{id}</span>
        </>
      }
      actions={query.data !== undefined && <EventActions event={query.data} />}
    >
      <Loaded query={query}>
        {(event) => (
          <>
            <EventFacts event={event} />
            <Payload event={event} />
            <Deliveries event={event} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const mayChange = ({ deliveries, deliveries_count }: EventWithPayload): boolean =>
  deliveries.length < deliveries_count || deliveries.some(isOpen);

function EventFacts({ event }: { readonly event: EventWithPayload }) {
  const { event_type, receiver_id, content_type } = event;
  return (
    <Section title="About">
      <Facts
        facts={[
          ['Event type', <EventTypeName key="type" name={event_type} />],
          [
            'Receiver',
            receiver_id === null ? (
              '–'
            ) : (
              <span key="receiver" className="foreign">
                {visible(receiver_id)}
              </span>
            ),
          ],
          [
            'Content type',
            <span key="content" className="foreign">
              {visible(content_type)}
            </span>,
          ],
          ['Published', <Time key="created" at={event.created_at} />],
          ['Kept until at least', <Time key="expires" at={event.expires_at} />],
        ]}
      />
    </Section>
  );
}

function Payload({ event }: { readonly event: EventWithPayload }) {
  const [get, set] = useQueryString();
  const { payload, payload_base64 } = event;
  return (
    <Section title="Payload">
      {event.payload_deleted_at === null ? (
        <PayloadView
          payload={payload === null ? bytesOf(payload_base64 ?? '') : utf8Bytes(payload)}
          contentType={event.content_type}
          subject="the payload"
          fileName={event.id}
          selected={get('view')}
          onSelect={(view) => set({ view })}
        />
      ) : (
        <p>
          The payload was deleted: <Time at={event.payload_deleted_at} />
        </p>
      )}
    </Section>
  );
}

function Deliveries({ event: { deliveries, deliveries_count } }: { readonly event: EventWithPayload }) {
  const missing = deliveries_count - deliveries.length;
  return (
    <Section title={`Deliveries (${count(deliveries_count)})`}>
      {deliveries.length === 0 && missing === 0 && (
        <p className="soft">No subscription matched this event. Send it to one, or create a subscription.</p>
      )}
      {deliveries.length > 0 && (
        <DataTable
          label="Deliveries of the event"
          columns={deliveryColumns}
          rows={deliveries}
          rowKey={idOf}
        />
      )}
      {missing > 0 && <p className="soft small">{count(missing)} more are being made.</p>}
    </Section>
  );
}
