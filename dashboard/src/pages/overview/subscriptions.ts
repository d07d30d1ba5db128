import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';

const REFRESH_MS = 30_000;
const PAGE_ITEMS = 250;
/** As many as one tenant can have: four pages. */
const ITEMS_MOST = 1_000;

/** All subscriptions of the tenant. */
export function useSubscriptions() {
  const { client } = useSession();
  return useQuery({
    queryKey: ['subscriptions', 'all'],
    queryFn: () => client.subscriptions.list({ limit: PAGE_ITEMS }).take(ITEMS_MOST),
    refetchInterval: REFRESH_MS,
  });
}

export type SubscriptionsQuery = ReturnType<typeof useSubscriptions>;
