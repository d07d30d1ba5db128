import { statsLimits } from '../domain/limits.ts';
import type { Reach } from '../domain/principal.ts';
import {
  alignedRange,
  defaultStepMs,
  needsQuarters,
  pointsIn,
  type StatsDimension,
  type StatsOverTime,
  type StatsRange,
  smallestStepMs,
  statsSeries,
} from '../domain/stats.ts';
import type { Needs } from './needs.ts';

export interface StatsOverTimeRequest {
  readonly reach: Reach;
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  readonly stepMs: number | undefined;
  readonly by: StatsDimension | undefined;
}

export type StatsOverTimeResult =
  | ({ readonly outcome: 'read' } & StatsOverTime)
  | {
      readonly outcome:
        | 'from-not-before-to'
        | 'from-too-old'
        | 'to-too-old'
        | 'range-too-long'
        | 'step-not-in-quarters'
        | 'too-many-counters';
    }
  | { readonly outcome: 'step-too-small'; readonly stepMs: number };

const HOUR_MS = 3_600_000;

/** The counters of a tenant, or of a portal token's receiver, over a time range. */
export async function readStats(
  { stats, clock }: Pick<Needs, 'stats' | 'clock'>,
  request: StatsOverTimeRequest,
): Promise<StatsOverTimeResult> {
  const range = rangeOf(request, clock.nowMs());
  if ('outcome' in range) return range;
  const { reach, by } = request;
  const scope = { tenantId: reach.tenantId, receiverId: reach.receiverId };
  const [sums, open] = await Promise.all([
    stats.sums({ ...scope, range, by, seriesMost: statsLimits.series }),
    stats.open(scope),
  ]);
  if (sums === 'too-many') return { outcome: 'too-many-counters' };
  return { outcome: 'read', range, series: statsSeries(range, by, sums), open };
}

/** A request for the last 72 hours takes a moment to arrive, and its range is extended to whole steps. */
const SLACK_MS = HOUR_MS;

function rangeOf(
  { fromMs, toMs, stepMs }: StatsOverTimeRequest,
  nowMs: number,
): StatsRange | Exclude<StatsOverTimeResult, StatsOverTime> {
  const longestMs = statsLimits.keptHours * HOUR_MS + SLACK_MS;
  const untilMs = toMs ?? nowMs;
  const lengthMs = fromMs === undefined ? statsLimits.rangeSecondsDefault * 1_000 : untilMs - fromMs;
  if (lengthMs <= 0) return { outcome: 'from-not-before-to' };
  if (untilMs - lengthMs < nowMs - longestMs)
    return { outcome: fromMs === undefined ? 'to-too-old' : 'from-too-old' };
  if (lengthMs > longestMs) return { outcome: 'range-too-long' };
  const step = stepMs ?? defaultStepMs(lengthMs);
  if (needsQuarters(lengthMs, step)) return { outcome: 'step-not-in-quarters' };
  const aligned = alignedRange(untilMs - lengthMs, untilMs, step);
  // Without "from", the range ends with the current step and is no longer than it has to be.
  const shortestMs = Math.ceil(lengthMs / step) * step;
  const range = fromMs === undefined ? { ...aligned, fromMs: aligned.toMs - shortestMs } : aligned;
  if (pointsIn(range) <= statsLimits.points) return range;
  return { outcome: 'step-too-small', stepMs: smallestStepMs(lengthMs) };
}
