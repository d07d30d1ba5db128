import type { ApiNeeds } from '../../application/needs.ts';
import { readStats, type StatsOverTimeResult } from '../../application/read-stats.ts';
import { statsLimits } from '../../domain/limits.ts';
import type { StatsOverTime } from '../../domain/stats.ts';
import type { Refusal } from '../core/http.ts';
import { fieldsRefused } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { QUARTER_SECONDS, QUARTERS_NEEDED } from './input.ts';
import * as operations from './operations.ts';
import { statsOverTimeResource } from './output.ts';

export const statsRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.getStatsOverTime, async ({ principal, query }) => {
    const result = await readStats(needs, { reach: principal, ...query });
    if (result.outcome !== 'read') throw refusalOf(result);
    return { status: 200, body: statsOverTimeResource(result, query.by) };
  }),
];

const KEPT = `the last ${statsLimits.keptHours} hours`;

function refusalOf(result: Exclude<StatsOverTimeResult, StatsOverTime>): Refusal {
  switch (result.outcome) {
    case 'from-not-before-to':
      return refused('from', 'must be before to. The default of to is now');
    case 'from-too-old':
      return refused('from', `must be in ${KEPT}: older numbers are deleted`);
    case 'to-too-old':
      return refused('to', `must be in ${KEPT}: older numbers are deleted`);
    case 'range-too-long':
      return refused('to', `must be at most ${statsLimits.keptHours} hours after from`);
    case 'too-many-counters':
      return refused('from', 'has too many numbers for one answer. Use a shorter range');
    case 'step-not-in-quarters':
      return refused('step', `must be a multiple of ${QUARTER_SECONDS} for ${QUARTERS_NEEDED}`);
    case 'step-too-small':
      return refused(
        'step',
        `must be at least ${result.stepMs / 1_000} for this range: a series has at most ${statsLimits.points} points`,
      );
  }
}

const refused = (name: string, detail: string): Refusal =>
  fieldsRefused([{ in: 'query', pointer: `/${name}`, detail }]);
