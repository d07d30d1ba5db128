import { useQuery } from '@tanstack/react-query';
import { useSession } from '../app/session.tsx';
import type { Choice } from '../ui/select.tsx';

/** Suggestions for filters and forms: the first items of a list. Others can be typed. */

const CHOICES = 200;
const STALE_MS = 60_000;

export function useEventTypeChoices(): readonly Choice[] {
  const { client } = useSession();
  const { data = [] } = useQuery({
    queryKey: ['event-types', 'choices'],
    queryFn: async () => (await client.eventTypes.list({ limit: CHOICES }).firstPage()).data,
    staleTime: STALE_MS,
  });
  return data.map(({ name }) => ({ id: name, label: name }));
}

export function useSubscriptionChoices(): readonly Choice[] {
  const { client } = useSession();
  const { data = [] } = useQuery({
    queryKey: ['subscriptions', 'choices'],
    queryFn: async () => (await client.subscriptions.list({ limit: CHOICES }).firstPage()).data,
    staleTime: STALE_MS,
  });
  return data.map(({ id, description, target_url }) => ({ id, label: id, hint: description ?? target_url }));
}

/** None in the portal: a receiver sees only itself. */
export function useReceiverChoices(): readonly Choice[] {
  const { client, isPortal } = useSession();
  const { data = [] } = useQuery({
    enabled: !isPortal,
    queryKey: ['receivers', 'choices'],
    queryFn: async () => (await client.receivers.list({ limit: CHOICES }).firstPage()).data,
    staleTime: STALE_MS,
  });
  return data.map(({ id, name }) => ({ id, label: id, hint: name ?? undefined }));
}
