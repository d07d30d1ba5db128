import * as z from 'zod';
import { deliveryStatuses } from '../../domain/delivery.ts';
import { liveLimits, subscriptionLimits } from '../../domain/limits.ts';
import type { LiveFilter } from '../../domain/live/filter.ts';
import { eventTypePattern, receiverId, refusedBy, subscriptionId } from '../core/fields.ts';
import { deliveryStatus } from '../core/named-values.ts';

/** Input of the live view: the filter of a ticket, and the messages that a client sends. */

const liveFilter = z
  .strictObject({
    subscription_id: subscriptionId.optional().meta({ description: 'Only deliveries to this subscription.' }),
    receiver_id: receiverId.optional().meta({ description: 'Only deliveries of events for this receiver.' }),
    event_types: z
      .array(eventTypePattern)
      .min(1)
      .max(subscriptionLimits.eventTypes)
      .superRefine(refusedBy(faultOfSize))
      .optional()
      .meta({
        description:
          'Only these event types, by name or pattern, for example `order.*`. Together they have at most ' +
          `${liveLimits.filterEventTypesCharacters} characters.`,
      }),
    statuses: z
      .array(deliveryStatus)
      .min(1)
      .max(deliveryStatuses.length)
      .optional()
      .meta({ description: 'Only deliveries that have one of these statuses after the change.' }),
  })
  .meta({ id: 'LiveFilter', description: 'The deliveries to watch. Without a member: all of them.' });

function faultOfSize(eventTypes: readonly string[]): string | undefined {
  const most = liveLimits.filterEventTypesCharacters;
  return eventTypes.join('').length > most
    ? `has more than ${most} characters in all its event types together. Use patterns, for example order.*`
    : undefined;
}

export type LiveFilterInput = z.infer<typeof liveFilter>;

export const liveFilterOf = (input: LiveFilterInput | undefined): LiveFilter => ({
  subscriptionId: input?.subscription_id,
  receiverId: input?.receiver_id,
  eventTypes: input?.event_types,
  statuses: input?.statuses,
});

/** The filter as a client would write it: the inverse of `liveFilterOf`. */
export const shownLiveFilter = (filter: LiveFilter): LiveFilterInput => ({
  subscription_id: filter.subscriptionId,
  receiver_id: filter.receiverId,
  event_types: filter.eventTypes && [...filter.eventTypes],
  statuses: filter.statuses && [...filter.statuses],
});

export const newLiveTicket = z
  .strictObject({
    filter: liveFilter.optional().meta({
      description: 'The connection never sees more than this. A `watch` message can only narrow it.',
    }),
  })
  .meta({ id: 'LiveTicketInput', description: 'A ticket for a live connection.' });

const cursor = z
  .string()
  .min(1)
  .max(liveLimits.cursorCharacters)
  .meta({
    description:
      'The `cursor` of the last message before a break. The changes since then are sent first, if the break was at ' +
      `most ${liveLimits.resumeSeconds} seconds long.`,
    examples: ['lc1_mfx2k3ab'],
  });

export const watchMessage = z
  .strictObject({ type: z.literal('watch'), filter: liveFilter.optional(), cursor: cursor.optional() })
  .meta({
    id: 'Watch',
    title: 'Starts watching, or changes the filter',
    description:
      'Nothing is sent before the first `watch`. Each is answered with `hello`. A further `watch` replaces the filter.',
    examples: [
      { type: 'watch' },
      { type: 'watch', filter: { event_types: ['order.*'], statuses: ['retrying', 'exhausted'] } },
    ],
  });

export const pingMessage = z.strictObject({ type: z.literal('ping') }).meta({
  id: 'Ping',
  title: 'Asks whether the connection works',
  description: 'Answered with `pong`. Send one every 30 to 60 seconds: idle connections are closed.',
  examples: [{ type: 'ping' }],
});

export const clientMessage = z.discriminatedUnion('type', [watchMessage, pingMessage]);
export type ClientMessage = z.infer<typeof clientMessage>;
