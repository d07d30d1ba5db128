import * as z from 'zod';
import { subscriptionStatus } from '../core/named-values.ts';
import { headersPatch, headersWithMarks, newHeaders } from './custom-headers.ts';
import {
  metadata,
  metadataPatch,
  noSigningSecret,
  plainSettings,
  readOnlyFields,
  refuseBothAuthorizations,
  refuseBothNames,
  sentBackFields,
  setting,
  signingSecret,
  targetUrl,
} from './fields.ts';
import { rateLimit, rateLimitPatch } from './rate-limit.ts';
import { newReceiverAuth, receiverAuth, receiverAuthPatch } from './receiver-auth.ts';
import { retryPolicy, retryPolicyPatch } from './retry-policy.ts';

const METADATA = 'Your own data about the subscription.';
const HEADERS = 'Headers to add to every attempt. Answers show `[redacted]` in place of the values.';
const RATE_LIMIT =
  'The most attempts per second. Deliveries over the limit wait; waiting does not count as an attempt.';
const INGEST_RATE_LIMIT =
  'The most events per second that may be published for the subscription. More are rejected with a 429.';
const AUTH =
  'How attempts authenticate, in the header `Authorization`. Answers show `[redacted]` in place of the secret.';
const RETRY_POLICY = 'When failed attempts are retried; default: nine attempts in about 18 hours.';

/** `POST /subscriptions` */
export const newSubscription = z
  .strictObject({
    target_url: targetUrl,
    ...plainSettings,
    metadata: setting(metadata, METADATA),
    headers: setting(newHeaders, HEADERS),
    retry_policy: setting(retryPolicy, RETRY_POLICY),
    rate_limit: setting(rateLimit, RATE_LIMIT),
    ingest_rate_limit: setting(rateLimit, INGEST_RATE_LIMIT),
    auth: setting(newReceiverAuth, AUTH),
    status: subscriptionStatus
      .optional()
      .meta({ description: 'The status of the new subscription; default: `enabled`.' }),
    signing_secret: setting(
      signingSecret,
      'A signing secret that the receiver already has. Without it, Posthorn generates one.',
    ),
    ...readOnlyFields,
  })
  .superRefine(refuseBothNames)
  .superRefine(refuseBothAuthorizations)
  .meta({ id: 'SubscriptionInput', description: 'A subscription to create.' });

/** `PUT /subscriptions/{id}` */
export const subscriptionReplacement = z
  .strictObject({
    target_url: targetUrl,
    ...plainSettings,
    metadata: setting(metadata, METADATA),
    headers: setting(headersWithMarks, `${HEADERS} Sent back, \`[redacted]\` keeps the stored value.`),
    retry_policy: setting(retryPolicy, RETRY_POLICY),
    rate_limit: setting(rateLimit, RATE_LIMIT),
    ingest_rate_limit: setting(rateLimit, INGEST_RATE_LIMIT),
    auth: setting(receiverAuth, `${AUTH} Sent back, \`[redacted]\` keeps the stored secret.`),
    signing_secret: noSigningSecret,
    ...sentBackFields,
  })
  .superRefine(refuseBothNames)
  .superRefine(refuseBothAuthorizations)
  .meta({
    id: 'SubscriptionReplacement',
    description:
      'All settings of a subscription. Omitted settings get their default, except `ingest_secret`, which stays. The answer of ' +
      'a `GET` can be sent back unchanged: fields that only Posthorn sets, such as `id` and `status`, are ignored if their ' +
      'values are unchanged, and rejected otherwise.',
  });

/** `PATCH /subscriptions/{id}` (RFC 7396) */
export const subscriptionPatch = z
  .strictObject({
    target_url: targetUrl.optional(),
    ...plainSettings,
    metadata: setting(metadataPatch, `${METADATA} Merged: \`null\` removes a member.`),
    headers: setting(headersPatch, `${HEADERS} Merged: \`null\` removes a header.`),
    retry_policy: setting(retryPolicyPatch, RETRY_POLICY),
    rate_limit: setting(rateLimitPatch, RATE_LIMIT),
    ingest_rate_limit: setting(rateLimitPatch, INGEST_RATE_LIMIT),
    auth: setting(receiverAuthPatch, AUTH),
    signing_secret: noSigningSecret,
    ...sentBackFields,
  })
  .superRefine(refuseBothNames)
  .meta({
    id: 'SubscriptionPatch',
    description: 'Changes of a subscription as a JSON merge patch (RFC 7396): `null` clears a field.',
  });

export type NewSubscription = z.infer<typeof newSubscription>;
export type SubscriptionReplacement = z.infer<typeof subscriptionReplacement>;
export type SubscriptionPatch = z.infer<typeof subscriptionPatch>;
