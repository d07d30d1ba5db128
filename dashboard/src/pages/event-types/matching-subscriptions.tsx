import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSession } from '../../app/session.tsx';
import { count } from '../../format/numbers.ts';

/** Counting more would read page after page. */
const COUNTED_MOST = 250;

/** How many subscriptions get events of the type, with a link to them. */
export function MatchingSubscriptions({ name }: { readonly name: string }) {
  const { client } = useSession();
  const matching = useQuery({
    queryKey: ['subscriptions', 'matching', name],
    queryFn: () => client.subscriptions.list({ event_type: name, limit: COUNTED_MOST }).take(COUNTED_MOST),
  });
  if (matching.error !== null) return <span>cannot be counted: {matching.error.message}</span>;
  if (matching.data === undefined) return <span className="soft">…</span>;
  const { length } = matching.data;
  const words = `${count(length)}${length === COUNTED_MOST ? ' or more' : ''}`;
  return <Link href={`/subscriptions?${new URLSearchParams({ event_type: name })}`}>{words}</Link>;
}
