import * as z from 'zod';
import { statsLimits } from '../../domain/limits.ts';
import { instant } from '../core/fields.ts';
import { wholeNumber } from '../core/list-queries.ts';
import { statsDimension } from '../core/named-values.ts';

const MINUTE_SECONDS = 60;
const STEP_SECONDS_MOST = statsLimits.keptHours * 3_600;

export const QUARTER_SECONDS = statsLimits.quarterMinutes * MINUTE_SECONDS;
export const QUARTERS_NEEDED = `a range longer than ${statsLimits.hoursByMinute} hours or a step longer than 1 hour`;

const step = z
  .preprocess(
    wholeNumber,
    z
      .int()
      .min(MINUTE_SECONDS)
      .max(STEP_SECONDS_MOST)
      .multipleOf(MINUTE_SECONDS)
      .meta({
        description:
          `The seconds of each point: a multiple of ${MINUTE_SECONDS}, and of ${QUARTER_SECONDS} for ${QUARTERS_NEEDED}. ` +
          'Default: the first of 1, 2, 5, 15, 30 or 60 minutes that is such a multiple and ' +
          `makes at most ${statsLimits.pointsDefault} points. A series has at most ${statsLimits.points} points.`,
        examples: [MINUTE_SECONDS],
      }),
  )
  .optional();

/** `GET /stats` */
export const statsQuery = z
  .strictObject({
    from: instant(
      `The beginning of the range, in the last ${statsLimits.keptHours} hours; default: an hour before \`to\`. It is rounded down to a whole step.`,
      '2026-01-31T08:30:00Z',
    ).optional(),
    to: instant(
      'The end of the range; default: now. It is rounded up to a whole step.',
      '2026-01-31T09:30:00Z',
    ).optional(),
    step,
    by: statsDimension.optional().meta({
      description:
        'One series for each answer (`status`), event type or subscription. Without it, one series for all.',
      examples: ['status'],
    }),
  })
  .transform(({ from, to, step: stepSeconds, by }) => ({
    fromMs: from,
    toMs: to,
    stepMs: stepSeconds === undefined ? undefined : stepSeconds * 1_000,
    by,
  }));
