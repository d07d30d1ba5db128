import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { eventType, instant, receiverId } from './fields.ts';

/**
 * The queries of lists. They take a plain object of parameters: each a string, or a list of strings if it was given
 * more than once (which is refused). The result is the requested page and the filter in the ports' terms.
 */

/** A number in a query, from its digits. Everything else is left for the schema to refuse. */
/** The number in a query or a path; anything else unchanged, for the schema to refuse. */
export const wholeNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

export const limit = z
  .preprocess(
    wholeNumber,
    z
      .int()
      .min(1)
      .max(requestLimits.pageItems)
      .meta({
        description: 'The largest number of items on the page.',
        default: requestLimits.pageItemsDefault,
        examples: [requestLimits.pageItemsDefault],
      }),
  )
  .default(requestLimits.pageItemsDefault);

export const cursor = z
  .string()
  .min(1)
  .optional()
  .meta({ description: 'The `next_cursor` of the previous page. The filters must be the same.' });

export const since = instant('Only items created at this time or later.', '2026-01-31T09:30:00Z').optional();
export const until = instant('Only items created before this time.', '2026-02-01T00:00:00Z').optional();

export const eventTypeFilter = eventType.optional().meta({ description: 'Only items of this event type.' });
export const receiverIdFilter = receiverId.optional().meta({ description: 'Only items of this receiver.' });

interface Period {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export function refuseEmptyPeriod({ since: from, until: to }: Period, context: z.RefinementCtx): void {
  if (from !== undefined && to !== undefined && from >= to) {
    context.addIssue({ code: 'custom', path: ['since'], message: 'must be before until' });
  }
}

/** The query of a list without filters. */
export const plainQuery = z
  .strictObject({ limit, cursor })
  .transform((query) => ({ limit: query.limit, cursor: query.cursor, filter: {} }));

/** The query of a time range where the answer is not a list. */
export const periodQuery = z
  .strictObject({ since, until })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({ sinceMs: query.since, untilMs: query.until }));
