import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import type { DeliveryWithAttempts } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { endReasons } from '../../format/failures.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { visible } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Note } from '../../ui/note.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { DeliveryActions } from './actions.tsx';
import { Attempts } from './attempts.tsx';
import { EventTypeName, shortId } from './columns.tsx';
import { isOpen } from './open.ts';
import './deliveries.css';

const OPEN_POLL_MS = 2_000;

/** One delivery: its attempts, and what can be done. It is read again and again while it is open. */
export default function DeliveryDetail() {
  const { id = '' } = useParams();
  const { client } = useSession();
  const query = useQuery({
    queryKey: ['deliveries', id],
    queryFn: () => client.deliveries.get(id),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isOpen(data) ? OPEN_POLL_MS : false),
  });
  return (
    <Page
      title={`Delivery ${shortId(id)}`}
      heading={
        <>
          Delivery <span className="mono">{shortId(id)}</span>
        </>
      }
      actions={query.data !== undefined && <DeliveryActions delivery={query.data} />}
    >
      <Loaded query={query}>
        {(delivery) => (
          <>
            <Outcome delivery={delivery} />
            <DeliveryFacts delivery={delivery} />
            <Section title="Attempts">
              <Attempts delivery={delivery} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Why a delivery has ended without success, and what to do. */
function Outcome({ delivery: { status_reason: reason } }: { readonly delivery: DeliveryWithAttempts }) {
  if (reason === null) return null;
  const { words, advice } = endReasons[reason];
  return (
    <Note kind="warn">
      <strong>{words}</strong>
      <span>{advice}</span>
    </Note>
  );
}

function DeliveryFacts({ delivery }: { readonly delivery: DeliveryWithAttempts }) {
  const { id, status, event_id, event_type, subscription_id, target_url, next_attempt_at } = delivery;
  return (
    <Section title="About">
      <Facts
        facts={[
          ['Status', <StatusBadge key="status" status={status} />],
          ['Next attempt', next_attempt_at === null ? '–' : <Countdown key="next" at={next_attempt_at} />],
          ['Event type', <EventTypeName key="type" name={event_type} />],
          ['Event', <IdLink key="event" href={`/events/${event_id}`} id={event_id} />],
          [
            'Subscription',
            <IdLink key="subscription" href={`/subscriptions/${subscription_id}`} id={subscription_id} />,
          ],
          [
            'Target URL',
            <span key="target" className="foreign mono">
              {visible(target_url)}
            </span>,
          ],
          ['Created', <Time key="created" at={delivery.created_at} />],
          ['Updated', <Time key="updated" at={delivery.updated_at} />],
          ['Kept until', <Time key="expires" at={delivery.expires_at} />],
          [
            'Delivery id',
            <span key="id" className="row">
              <span className="mono delivery-id">{id}</span>
              <CopyButton text={id} subject="the delivery id" />
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

const IdLink = ({ href, id }: { readonly href: string; readonly id: string }) => (
  <Link href={href} className="mono">
    {id}
  </Link>
);
