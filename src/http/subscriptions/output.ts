import * as z from 'zod';
import { publicKeyOf } from '../../domain/signature.ts';
import { currentSecret, type Subscription } from '../../domain/subscription.ts';
import { eventTypePattern, receiverId, subscriptionId, time, timeOf, timeOrNull } from '../core/fields.ts';
import {
  disabledReason,
  signatureHeader,
  signatureVersion,
  subscriptionStatus,
} from '../core/named-values.ts';
import { pageOf } from '../core/page.ts';
import { redacted } from './custom-headers.ts';
import { rateLimit, wireRateLimit } from './rate-limit.ts';
import { receiverAuth, redactedAuth } from './receiver-auth.ts';
import { retryPolicy, wireRetryPolicy } from './retry-policy.ts';
import { source, wireSource } from './source.ts';

const fields = {
  id: subscriptionId,
  tenant_id: z.string(),
  target_url: z.string().meta({ format: 'iri' }),
  event_types: z.array(eventTypePattern).meta({ description: 'Empty: all event types.' }),
  filter: z.record(z.string(), z.unknown()).nullable().meta({ description: '`null`: any payload.' }),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.string()).meta({ description: 'Not shown to a portal token.' }),
  headers: z.record(z.string(), z.string()).meta({ description: 'The values read `[redacted]`.' }),
  retry_policy: retryPolicy.nullable().meta({ description: '`null` is the default schedule.' }),
  timeout_seconds: z.int(),
  rate_limit: rateLimit.nullable().meta({ description: '`null`: no limit.' }),
  auth: receiverAuth.nullable().meta({ description: 'Its secret reads `[redacted]`.' }),
  signature_versions: z.array(signatureVersion),
  signature_headers: z.array(signatureHeader),
  public_key: z.string().nullable().meta({
    description:
      'The key that verifies `v1a` signatures: `whpk_` and the base64 of an Ed25519 key; `null` without `v1a`.',
  }),
  receiver_id: receiverId.nullable(),
  source: source.nullable().meta({
    description: 'The provider whose signature ingested events must have. Not shown to a portal token.',
  }),
  ingest_rate_limit: rateLimit
    .nullable()
    .meta({ description: '`null`: no limit. Not shown to a portal token.' }),
  status: subscriptionStatus,
  disabled_reason: disabledReason.nullable(),
  failing_since: time
    .nullable()
    .meta({ description: 'The time since which the subscription counts as failing; `null`: not failing.' }),
  created_at: time,
  updated_at: time,
};

export const subscriptionShape = z
  .object(fields)
  .meta({ id: 'Subscription', description: 'The registration of a receiver, without its secrets.' });

export const createdSubscriptionShape = z
  .object({
    ...fields,
    signing_secret: z
      .string()
      .meta({ description: 'The secret that signs the attempts. Shown again only by `GET …/secret`.' }),
  })
  .meta({ id: 'CreatedSubscription', description: 'A new subscription, with its signing secret.' });

export const subscriptionPageShape = pageOf(subscriptionShape, 'SubscriptionPage');

export const subscriptionResource = (subscription: Subscription): z.infer<typeof subscriptionShape> => ({
  id: subscription.id,
  tenant_id: subscription.tenantId,
  target_url: subscription.targetUrl,
  event_types: [...subscription.eventTypes],
  filter: subscription.filter && { ...subscription.filter },
  description: subscription.description,
  metadata: { ...subscription.metadata },
  headers: redacted(subscription.headers),
  retry_policy: subscription.retryPolicy === null ? null : wireRetryPolicy(subscription.retryPolicy),
  timeout_seconds: subscription.timeoutSeconds,
  rate_limit: subscription.rateLimit && wireRateLimit(subscription.rateLimit),
  auth: subscription.auth && redactedAuth(subscription.auth),
  signature_versions: [...subscription.signatureVersions],
  signature_headers: [...subscription.signatureHeaders],
  public_key: publicKeyIn(subscription),
  receiver_id: subscription.receiverId,
  source: subscription.source && wireSource(subscription.source),
  ingest_rate_limit: subscription.ingestRateLimit && wireRateLimit(subscription.ingestRateLimit),
  status: subscription.status,
  disabled_reason: subscription.disabledReason,
  failing_since: timeOrNull(subscription.health.failingSinceMs),
  created_at: timeOf(subscription.createdAtMs),
  updated_at: timeOf(subscription.updatedAtMs),
});

/** The public key that signs now, if the subscription uses `v1a`. */
function publicKeyIn(subscription: Subscription): string | null {
  const secret = currentSecret(subscription, 'v1a');
  const isWanted = subscription.signatureVersions.includes('v1a') && secret !== undefined;
  return isWanted ? publicKeyOf(secret) : null;
}

export const createdSubscription = (
  subscription: Subscription,
): z.infer<typeof createdSubscriptionShape> => ({
  ...subscriptionResource(subscription),
  signing_secret: currentSecret(subscription, 'v1') ?? missingSecret(subscription),
});

/** Every subscription has a signing secret from the start, regardless of its signature versions. */
function missingSecret({ id }: Subscription): never {
  throw new Error(`${id} has no current signing secret`);
}
