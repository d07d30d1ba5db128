import * as z from 'zod';
import { headersPatch, headersWithMarks, newHeaders } from './custom-headers.ts';
import { retryPolicy, retryPolicyPatch } from './retry-policy.ts';
import {
  metadata,
  metadataPatch,
  noSigningSecret,
  oneNameOnly,
  plainSettings,
  readOnlyFields,
  refuseBothNames,
  setting,
  signingSecret,
  targetUrl,
} from './subscription-fields.ts';

const METADATA = 'Your own data about it.';
const HEADERS = 'Headers to add to every attempt. Answers show `[redacted]` in place of the values.';
const RETRY_POLICY = 'When failed attempts are made again; by default nine attempts in about 18 hours.';

/** `POST /subscriptions` */
export const newSubscription = z
  .strictObject({
    target_url: targetUrl,
    ...plainSettings,
    metadata: setting(metadata, METADATA),
    headers: setting(newHeaders, HEADERS),
    retry_policy: setting(retryPolicy, RETRY_POLICY),
    signing_secret: setting(
      signingSecret,
      'A signing secret that the receiver knows already; else one is made.',
    ),
    ...readOnlyFields,
  })
  .superRefine(refuseBothNames)
  .meta({ id: 'NewSubscription', description: 'A subscription to create.', allOf: oneNameOnly });

/** `PUT /subscriptions/{id}` */
export const subscriptionReplacement = z
  .strictObject({
    target_url: targetUrl,
    ...plainSettings,
    metadata: setting(metadata, METADATA),
    headers: setting(headersWithMarks, `${HEADERS} Sent back, \`[redacted]\` keeps the stored value.`),
    retry_policy: setting(retryPolicy, RETRY_POLICY),
    signing_secret: noSigningSecret,
    ...readOnlyFields,
  })
  .superRefine(refuseBothNames)
  .meta({
    id: 'SubscriptionReplacement',
    description:
      'All settings of a subscription. What is left out gets its default; `ingest_secret` stays as it is.',
    allOf: oneNameOnly,
  });

/** `PATCH /subscriptions/{id}` (RFC 7396) */
export const subscriptionPatch = z
  .strictObject({
    target_url: targetUrl.optional(),
    ...plainSettings,
    metadata: setting(metadataPatch, `${METADATA} Merged: \`null\` removes a member.`),
    headers: setting(headersPatch, `${HEADERS} Merged: \`null\` removes a header.`),
    retry_policy: setting(retryPolicyPatch, RETRY_POLICY),
    signing_secret: noSigningSecret,
    ...readOnlyFields,
  })
  .superRefine(refuseBothNames)
  .meta({
    id: 'SubscriptionPatch',
    description: 'Changes of a subscription as a JSON merge patch (RFC 7396): `null` clears a field.',
    allOf: oneNameOnly,
  });

export type NewSubscription = z.infer<typeof newSubscription>;
export type SubscriptionReplacement = z.infer<typeof subscriptionReplacement>;
export type SubscriptionPatch = z.infer<typeof subscriptionPatch>;
