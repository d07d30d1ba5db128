import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { StatsSeries } from '../../../../client/src/posthorn.ts';
import { useSession } from '../../app/session.tsx';

const DAY_MS = 86_400_000;
const STEP_SECONDS = 1_800;
const REFRESH_MS = 60_000;

export interface Activity {
  /** Attempts of each half hour, oldest first. */
  readonly attempts: readonly number[];
  readonly failed: readonly number[];
  readonly attemptsCount: number;
  readonly failedCount: number;
  /** The half hour of the latest attempt; undefined: none. */
  readonly latest: string | undefined;
}

const none: Activity = { attempts: [], failed: [], attemptsCount: 0, failedCount: 0, latest: undefined };

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
  attempts: points.map(({ attempts }) => attempts),
  failed: points.map(({ failed_attempts }) => failed_attempts),
  attemptsCount: totals.attempts,
  failedCount: totals.failed_attempts,
  latest: points.findLast(({ attempts }) => attempts > 0)?.at,
});
