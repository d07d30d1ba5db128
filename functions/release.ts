import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { advanceRecoveries } from '../src/application/advance-recoveries.ts';
import type { ReleaseNeeds } from '../src/application/needs.ts';
import { releaseParked } from '../src/application/release-parked.ts';

export type ReleaseFunction = (
  event: unknown,
  context: Context,
) => Promise<{ readonly released: number; readonly recovered: number }>;

/** A page must be claimed and sent before the time is up. */
const MARGIN_MS = 5_000;

/** Runs on a schedule: puts parked deliveries that are due back on the queue, and continues recoveries. */
export const createReleaseFunction = (needs: ReleaseNeeds): ReleaseFunction =>
  middy<unknown, { released: number; recovered: number }>().handler(async (_event, context) => {
    const hasTimeLeft = () => context.getRemainingTimeInMillis() > MARGIN_MS;
    const released = await releaseParked(needs, hasTimeLeft);
    if (released > 0) needs.log.info('deliveries.released', { count: released });
    const recovered = await advanceRecoveries(needs, hasTimeLeft);
    if (recovered > 0) needs.log.info('deliveries.recovered', { count: recovered });
    return { released, recovered };
  });
