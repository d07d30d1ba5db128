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
  event_types: z.array(eventTypePattern).meta({ description: 'Empty: all of them.' }),
  filter: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: '`null`: whatever their payload.' }),
  description: z.string().nullable(),
  metadata: z
    .record(z.string(), z.string())
    .meta({ description: 'Yours alone: a portal token sees none of it.' }),
  headers: z.record(z.string(), z.string()).meta({ description: 'The values read `[redacted]`.' }),
  retry_policy: retryPolicy.nullable().meta({ description: '`null` is the default schedule.' }),
  timeout_seconds: z.int(),
  rate_limit: rateLimit.nullable().meta({ description: '`null`: as fast as they come.' }),
  auth: receiverAuth.nullable().meta({ description: 'Its secret reads `[redacted]`.' }),
  signature_versions: z.array(signatureVersion),
  signature_headers: z.array(signatureHeader),
  public_key: z
    .string()
    .nullable()
    .meta({ description: 'Of the signatures `v1a`: `whpk_` and the base64 of an Ed25519 key; else `null`.' }),
  receiver_id: receiverId.nullable(),
  source: source
    .nullable()
    .meta({ description: 'Whose signature is asked of what is handed in; not shown to a portal token.' }),
  ingest_rate_limit: rateLimit
    .nullable()
    .meta({ description: '`null`: as many as come. Not shown to a portal token.' }),
  status: subscriptionStatus,
  disabled_reason: disabledReason.nullable(),
  failing_since: time
    .nullable()
    .meta({ description: 'When it was found that deliveries to it keep failing; `null`: they do not.' }),
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
      .meta({ description: 'What its attempts are signed with. Shown again only by `GET …/secret`.' }),
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

/** Of the key that signs now, where it is wanted. */
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

/** Each has one from the start, whatever versions it wants. */
function missingSecret({ id }: Subscription): never {
  throw new Error(`${id} has no current signing secret`);
}
