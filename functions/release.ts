import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { type ReleaseNeeds, releaseParked } from '../src/application/release-parked.ts';
import type { Log } from '../src/ports/log.ts';

export type ReleaseFunction = (
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<{ readonly released: number }>;

/** A page must be claimed and sent before the time is up. */
const MARGIN_MS = 5_000;

/** Runs on a schedule: puts parked deliveries that are due back on the queue. */
export const createReleaseFunction = (needs: ReleaseNeeds & { readonly log: Log }): ReleaseFunction =>
  middy<unknown, { released: number }>().handler(async (_event, context) => {
    const released = await releaseParked(needs, () => context.getRemainingTimeInMillis() > MARGIN_MS);
    if (released > 0) needs.log.info('deliveries.released', { count: released });
    return { released };
  }) as unknown as ReleaseFunction;
