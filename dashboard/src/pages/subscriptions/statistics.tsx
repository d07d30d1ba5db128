import { useQuery } from '@tanstack/react-query';
import { POLL_MS } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { count } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';
import { Loaded } from '../../ui/loading.tsx';
import { Facts } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

/** How many deliveries of the subscription have which status, and how long they took. */
export function Statistics({ id }: { readonly id: string }) {
  const { client } = useSession();
  const query = useQuery({
    queryKey: ['subscriptions', id, 'stats'],
    queryFn: () => client.subscriptions.stats(id),
    refetchInterval: POLL_MS,
  });
  return (
    <Loaded query={query}>
      {({ deliveries, attempts, delivery_ms, oldest, is_complete }) => (
        <div className="stack-small statistics">
          <Facts
            facts={[
              ['Delivered', <Count key="delivered" value={deliveries.delivered} />],
              ['Pending', <Count key="pending" value={deliveries.pending} />],
              ['Retrying', <Count key="retrying" value={deliveries.retrying} />],
              ['Exhausted', <Count key="exhausted" value={deliveries.exhausted} />],
              ['Cancelled', <Count key="cancelled" value={deliveries.cancelled} />],
              ['Attempts', <Count key="attempts" value={attempts} />],
              ['Time to delivery, median', delivery_ms === null ? '–' : duration(delivery_ms.p50)],
              ['Time to delivery, 95 %', delivery_ms === null ? '–' : duration(delivery_ms.p95)],
            ]}
          />
          <p className="small soft">
            {is_complete ? 'All stored deliveries' : 'The newest deliveries'}
            {oldest !== null && (
              <>
                , since <Time at={oldest} />
              </>
            )}
          </p>
        </div>
      )}
    </Loaded>
  );
}

const Count = ({ value }: { readonly value: number }) => <span className="number">{count(value)}</span>;
