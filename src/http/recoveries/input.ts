import * as z from 'zod';
import { isRecoveryId, recoveryIdPattern } from '../../domain/ids.ts';
import { recoveryLimits } from '../../domain/limits.ts';
import { instant, subscriptionId } from '../core/fields.ts';
import { cursor, limit, refuseEmptyPeriod } from '../core/list-queries.ts';

/** Inputs that start recoveries of exhausted deliveries. */

export const recoveryId = z
  .string()
  .refine(isRecoveryId, 'is not a recovery id')
  .meta({ pattern: recoveryIdPattern.source, examples: ['rec_01KG9TB3R6W8Y0Z2A4C6E8G0JK'] });

const since = instant('Deliveries of events published at this time or later …', '2026-01-31T00:00:00Z');
const until = instant('… and before this time; default: now.', '2026-02-01T00:00:00Z').optional();
const perSecond = z
  .int()
  .min(1)
  .max(recoveryLimits.perSecondMax)
  .default(recoveryLimits.perSecondDefault)
  .meta({
    description: 'The most attempts per second. A rate limit of the subscription applies as well.',
  });

/** `POST /subscriptions/{id}/recover` */
export const newRecovery = z
  .strictObject({
    since,
    until,
    per_second: perSecond,
    missed: z
      .boolean()
      .default(false)
      .meta({
        description:
          'Sends stored events that match the subscription and that it has no delivery of, for example events published while ' +
          'it was disabled. Without it, exhausted deliveries are replayed.',
      }),
  })
  .superRefine(refuseEmptyPeriod)
  .meta({ id: 'RecoverySettings', description: 'The deliveries to recover, and the rate.' });

/** `POST /dead-letters/redrive` */
export const newRedrive = z
  .strictObject({
    since: since
      .optional()
      .meta({ description: 'Deliveries of events published at this time or later; default: all.' }),
    until,
    per_second: perSecond,
  })
  .superRefine(refuseEmptyPeriod)
  .meta({ id: 'RedriveSettings', description: 'The deliveries to replay, and the rate.' });

/** `GET /recoveries` */
export const recoveriesQuery = z
  .strictObject({
    limit,
    cursor,
    subscription_id: subscriptionId.optional().meta({ description: 'Only recoveries of this subscription.' }),
  })
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: { subscriptionId: query.subscription_id },
  }));
