import * as z from 'zod';
import { type Subscription, subscriptionStatuses } from '../../domain/subscription.ts';
import { redacted } from '../wire/custom-headers.ts';
import { eventTypePattern, receiverId, subscriptionId, time, timeOf } from '../wire/fields.ts';
import { retryPolicy, wireRetryPolicy } from '../wire/retry-policy.ts';
import { pageOf } from './page.ts';

const fields = {
  id: subscriptionId,
  tenant_id: z.string(),
  target_url: z.string().meta({ format: 'iri' }),
  event_types: z.array(eventTypePattern).meta({ description: 'Empty: all of them.' }),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  headers: z.record(z.string(), z.string()).meta({ description: 'The values read `[redacted]`.' }),
  retry_policy: retryPolicy.nullable().meta({ description: '`null` is the default schedule.' }),
  timeout_seconds: z.int(),
  receiver_id: receiverId.nullable(),
  status: z.enum(subscriptionStatuses),
  disabled_reason: z.enum(['by_request', 'receiver_gone']).nullable(),
  created_at: time,
  updated_at: time,
};

export const subscriptionShape = z
  .object(fields)
  .meta({ id: 'Subscription', description: "A receiver's registration. Its secrets are never shown." });

export const createdSubscriptionShape = z
  .object({
    ...fields,
    signing_secret: z
      .string()
      .meta({ description: 'What its attempts are signed with. Shown now and never again.' }),
  })
  .meta({ id: 'CreatedSubscription', description: 'A new subscription, with its signing secret.' });

export const subscriptionPageShape = pageOf(subscriptionShape, 'SubscriptionPage');

export const subscriptionResource = (subscription: Subscription): z.infer<typeof subscriptionShape> => ({
  id: subscription.id,
  tenant_id: subscription.tenantId,
  target_url: subscription.targetUrl,
  event_types: [...subscription.eventTypes],
  description: subscription.description,
  metadata: { ...subscription.metadata },
  headers: redacted(subscription.headers),
  retry_policy: subscription.retryPolicy === null ? null : wireRetryPolicy(subscription.retryPolicy),
  timeout_seconds: subscription.timeoutSeconds,
  receiver_id: subscription.receiverId,
  status: subscription.status,
  disabled_reason: subscription.disabledReason,
  created_at: timeOf(subscription.createdAtMs),
  updated_at: timeOf(subscription.updatedAtMs),
});

export function createdSubscription(subscription: Subscription): z.infer<typeof createdSubscriptionShape> {
  const current = subscription.signingSecrets.find(({ expiresAtMs }) => expiresAtMs === null);
  if (current === undefined) throw new Error('a subscription has no current signing secret');
  return { ...subscriptionResource(subscription), signing_secret: current.secret };
}
