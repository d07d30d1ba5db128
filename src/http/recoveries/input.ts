import * as z from 'zod';
import { isRecoveryId, recoveryIdPattern } from '../../domain/ids.ts';
import { recoveryLimits } from '../../domain/limits.ts';
import { instant, subscriptionId } from '../core/fields.ts';
import { cursor, limit, refuseEmptyPeriod } from '../core/list-queries.ts';

/** What is sent to recover what is exhausted. */

export const recoveryId = z
  .string()
  .refine(isRecoveryId, 'is not the id of a recovery')
  .meta({ pattern: recoveryIdPattern.source, examples: ['rec_01KG9TB3R6W8Y0Z2A4C6E8G0JK'] });

const since = instant('Deliveries of events that came in at this time or later …', '2026-01-31T00:00:00Z');
const until = instant('… and before this time; now, without it.', '2026-02-01T00:00:00Z').optional();
const perSecond = z
  .int()
  .min(1)
  .max(recoveryLimits.perSecondMax)
  .default(recoveryLimits.perSecondDefault)
  .meta({
    description: 'So many are attempted in a second at most. A rate limit of the subscription holds as well.',
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
          'Brings kept events that the subscription wants and has no delivery of, such as those published while it was ' +
          'disabled. Without it, exhausted deliveries are replayed.',
      }),
  })
  .superRefine(refuseEmptyPeriod)
  .meta({ id: 'RecoverySettings', description: 'What is to be recovered, and how fast.' });

/** `POST /dead-letters/redrive` */
export const newRedrive = z
  .strictObject({
    since: since
      .optional()
      .meta({ description: 'Deliveries of events that came in at this time or later; all, without it.' }),
    until,
    per_second: perSecond,
  })
  .superRefine(refuseEmptyPeriod)
  .meta({ id: 'RedriveSettings', description: 'What is to be redriven, and how fast.' });

/** `GET /recoveries` */
export const recoveriesQuery = z
  .strictObject({
    limit,
    cursor,
    subscription_id: subscriptionId.optional().meta({ description: 'Only those of this subscription.' }),
  })
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: { subscriptionId: query.subscription_id },
  }));
