import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Subscription } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Note } from '../../ui/note.tsx';
import { Time } from '../../ui/time.tsx';
import { healthOf } from '../subscriptions/health.tsx';
import type { SubscriptionsQuery } from './subscriptions.ts';

const SHOWN = 5;
const REFRESH_MS = 15_000;

/** Subscriptions and deliveries that need a person, before any figure. */
export function Attention({ subscriptions }: { readonly subscriptions: SubscriptionsQuery }) {
  const { client } = useSession();
  const exhausted = useQuery({
    queryKey: ['dead-letters', 'latest'],
    queryFn: () => client.deadLetters.list({ limit: SHOWN + 1 }).firstPage(),
    refetchInterval: REFRESH_MS,
  });
  const failing = subscriptions.data?.filter((one) => healthOf(one) === 'failing') ?? [];
  const gone = subscriptions.data?.filter(({ disabled_reason }) => disabled_reason === 'receiver_gone') ?? [];
  const dead = exhausted.data?.data ?? [];
  if (failing.length + gone.length + dead.length === 0) return null;
  return (
    <section className="stack-small" aria-label="Needs attention">
      {failing.length > 0 && (
        <Note kind="bad">
          <strong>
            {failing.length === 1 ? '1 subscription is' : `${failing.length} subscriptions are`} failing
          </strong>
          <Few
            items={failing}
            line={(one) => <SubscriptionLine subscription={one} since={one.failing_since} />}
          />
        </Note>
      )}
      {gone.length > 0 && (
        <Note kind="warn">
          <strong>Disabled because the receiver answered 410 Gone: {gone.length}</strong>
          <Few items={gone} line={(one) => <SubscriptionLine subscription={one} since={one.updated_at} />} />
        </Note>
      )}
      {dead.length > 0 && (
        <Note kind="warn">
          <strong>
            {dead.length > SHOWN ? `More than ${SHOWN}` : dead.length} exhausted{' '}
            {dead.length === 1 ? 'delivery' : 'deliveries'}
          </strong>
          <p>
            Posthorn has given them up. <Link href="/dead-letters">Look at the dead letters</Link> and send
            them again when the receiver works.
          </p>
        </Note>
      )}
    </section>
  );
}

interface FewProps {
  readonly items: readonly Subscription[];
  readonly line: (item: Subscription) => ReactNode;
}

function Few({ items, line }: FewProps) {
  return (
    <ul>
      {items.slice(0, SHOWN).map((item) => (
        <li key={item.id}>{line(item)}</li>
      ))}
      {items.length > SHOWN && <li>and {items.length - SHOWN} more</li>}
    </ul>
  );
}

function SubscriptionLine({ subscription, since }: { subscription: Subscription; since: string | null }) {
  return (
    <>
      <Link href={`/subscriptions/${subscription.id}`} className="foreign">
        {visible(subscription.description ?? subscription.target_url)}
      </Link>{' '}
      since <Time at={since} as="relative" />
    </>
  );
}
