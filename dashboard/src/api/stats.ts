import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Posthorn, Stats, StatsDimension } from '../../../client/src/posthorn.ts';

/** The ranges that the pages offer, each with a step that makes a readable number of points. */
export const ranges = [
  { id: '1h', label: '1 hour', seconds: 3_600, stepSeconds: 60 },
  { id: '24h', label: '24 hours', seconds: 86_400, stepSeconds: 1_800 },
  { id: '72h', label: '72 hours', seconds: 259_200, stepSeconds: 3_600 },
] as const;

export type Range = (typeof ranges)[number];

export const rangeOf = (id: string): Range => ranges.find((range) => range.id === id) ?? ranges[0];

const REFRESH_MS = 10_000;

/** Figures over the latest part of the record, asked for again while the page is visible. */
export function useStats(client: Posthorn, range: Range, by?: StatsDimension) {
  return useQuery<Stats>({
    queryKey: ['stats', range.id, by],
    queryFn: () => {
      const nowMs = Date.now();
      // The service keeps 72 hours: a start a moment before that would be refused.
      const fromMs = nowMs - range.seconds * 1_000 + range.stepSeconds * 1_000;
      return client.stats.read({
        from: new Date(fromMs).toISOString(),
        to: new Date(nowMs).toISOString(),
        step: range.stepSeconds,
        ...(by !== undefined && { by }),
      });
    },
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}
