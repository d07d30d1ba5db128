import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { StatsSeries } from '../../../../client/src/posthorn.ts';
import { POLL_MS } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';

const DAY_MS = 86_400_000;
const STEP_SECONDS = 1_800;
const REFRESH_MS = 60_000;

export interface Activity {
  /** The beginning of each half hour in seconds since 1970, oldest first. */
  readonly times: readonly number[];
  /** Attempts of each half hour. */
  readonly attempts: readonly number[];
  readonly failed: readonly number[];
  readonly attemptsCount: number;
  readonly failedCount: number;
  /** The latest attempt, as exact as the counters: the end of its half hour, or now. Undefined: none. */
  readonly latest: string | undefined;
}

const none: Activity = {
  times: [],
  attempts: [],
  failed: [],
  attemptsCount: 0,
  failedCount: 0,
  latest: undefined,
};

/** The last 24 hours of each subscription, by one call. Undefined: not known (yet). */
export function useActivity(): (id: string) => Activity | undefined {
  const { client } = useSession();
  const { data } = useQuery({
    queryKey: ['stats', 'subscription', 'day'],
    queryFn: () =>
      client.stats.read({
        from: new Date(Date.now() - DAY_MS).toISOString(),
        step: STEP_SECONDS,
        by: 'subscription',
      }),
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
  });
  return useMemo(() => {
    if (data === undefined) return (): undefined => undefined;
    const known = new Map(data.series.map((series) => [series.key, activityOf(series)]));
    // Beyond the series with the highest numbers there is only their sum.
    const isComplete = !data.series.some(({ is_other }) => is_other);
    return (id: string) => known.get(id) ?? (isComplete ? none : undefined);
  }, [data]);
}

const activityOf = ({ points, totals }: StatsSeries): Activity => ({
  times: points.map(({ at }) => Date.parse(at) / 1_000),
  attempts: points.map(({ attempts }) => attempts),
  failed: points.map(({ failed_attempts }) => failed_attempts),
  attemptsCount: totals.attempts,
  failedCount: totals.failed_attempts,
  latest: endOf(points.findLast(({ attempts }) => attempts > 0)?.at),
});

const endOf = (at: string | undefined): string | undefined =>
  at === undefined
    ? undefined
    : new Date(Math.min(Date.now(), Date.parse(at) + STEP_SECONDS * 1_000)).toISOString();

const NEWEST = 250;

/** When the newest delivery of each subscription was created, by one call: as far as they are among the newest of all. */
export function useNewestDeliveries(): ReadonlyMap<string, string> {
  const { client } = useSession();
  const { data } = useQuery({
    queryKey: ['deliveries', 'newest', NEWEST],
    queryFn: () => client.deliveries.list({ limit: NEWEST }).firstPage(),
    refetchInterval: POLL_MS,
  });
  return useMemo(() => {
    const newest = new Map<string, string>();
    for (const { subscription_id: id, created_at } of data?.data ?? []) {
      if (!newest.has(id)) newest.set(id, created_at);
    }
    return newest;
  }, [data]);
}
