import * as z from 'zod';
import { receiverLimits } from '../../domain/limits.ts';
import type { Receiver, ReceiverSettings } from '../../domain/receiver.ts';
import type { WantedSettings } from '../../domain/settings-change.ts';
import { receiverRecordId, text } from '../core/fields.ts';
import { zodFaults } from '../core/problem.ts';
import { changedSentBack, sentBack } from '../core/sent-back.ts';
import { metadata, metadataPatch } from '../subscriptions/fields.ts';
import { rateLimit, rateLimitOf, rateLimitPatch } from '../subscriptions/rate-limit.ts';
import { mergedMembers, mergedRate } from '../subscriptions/settings.ts';
import { receiverResource } from './output.ts';

/** Inputs that create and change the records of receivers. */

const name = text(1, receiverLimits.nameCharacters).meta({ description: 'The name that the portal shows.' });

const METADATA = 'Your own data about the receiver, which portal tokens do not show.';
const RATE_LIMIT =
  'Limits the events with this `receiver_id`: more are refused with 429. `null`, the default: no limit.';

const subscriptionsLimit = z
  .int()
  .min(0)
  .max(receiverLimits.subscriptionsMax)
  .nullish()
  .meta({
    description:
      'The most subscriptions with this `receiver_id`, disabled ones included. With more than that already, all stay and ' +
      'no more can be created. `null`, the default: no limit but that of all receivers.',
    examples: [5],
  });

const settings = z.strictObject({
  name,
  metadata: metadata.nullish().meta({ description: METADATA }),
  rate_limit: rateLimit.nullish().meta({ description: RATE_LIMIT }),
  subscriptions_limit: subscriptionsLimit,
});

/** `POST /receivers` */
export const newReceiver = z
  .strictObject({
    id: receiverRecordId.optional().meta({
      description: 'Your own id of the receiver, as in `receiver_id`. Without it, one is generated.',
    }),
    ...settings.shape,
  })
  .meta({ id: 'ReceiverInput', description: 'A receiver to create.' });

const sentBackFields = { id: sentBack, created_at: sentBack, updated_at: sentBack };

/** `PATCH /receivers/{id}` */
export const receiverPatch = z
  .strictObject({
    name: name.optional(),
    metadata: metadataPatch
      .nullish()
      .meta({ description: `${METADATA} A member that is \`null\` is removed.` }),
    rate_limit: rateLimitPatch.nullish().meta({ description: RATE_LIMIT }),
    subscriptions_limit: subscriptionsLimit,
    ...sentBackFields,
  })
  .meta({
    id: 'ReceiverPatch',
    description:
      'Changes of a receiver: omitted fields stay, `null` clears a field, and the members of `metadata` and `rate_limit` ' +
      'are merged. Fields that only Posthorn sets are ignored if their values are unchanged, and rejected otherwise.',
  });

export const settingsOfReceiver = (sent: z.infer<typeof settings>): ReceiverSettings => ({
  name: sent.name,
  metadata: sent.metadata ?? {},
  rateLimit: sent.rate_limit == null ? null : rateLimitOf(sent.rate_limit),
  subscriptionsLimit: sent.subscriptions_limit ?? null,
});

/** The stored settings with the changes merged in (RFC 7396), checked as a whole. */
export function changesOfReceiver(
  patch: z.infer<typeof receiverPatch>,
  stored: Receiver,
): WantedSettings<ReceiverSettings> {
  const errors = changedSentBack(sentBackFields, patch, receiverResource(stored));
  if (errors.length > 0) return { ok: false, errors };
  const merged = settings.safeParse({
    name: patch.name ?? stored.name,
    metadata: mergedMembers(stored.metadata, patch.metadata),
    rate_limit: mergedRate(stored.rateLimit, patch.rate_limit),
    subscriptions_limit:
      patch.subscriptions_limit === undefined ? stored.subscriptionsLimit : patch.subscriptions_limit,
  });
  return merged.success
    ? { ok: true, settings: settingsOfReceiver(merged.data) }
    : { ok: false, errors: zodFaults(merged.error, 'body') };
}
