import * as z from 'zod';
import { retention } from '../../domain/limits.ts';
import { subscriptionId } from '../core/fields.ts';
import { noContent, operation } from '../core/operation.ts';
import { pageAnswer, shortPages } from '../core/page.ts';
import { idempotencyHeaders } from '../core/request-headers.ts';
import { exampleDelivered } from '../deliveries/examples.ts';
import { deliveriesQuery } from '../deliveries/input.ts';
import { deliveryPageShape, deliveryResource } from '../deliveries/output.ts';
import { exampleDisabledSubscription, exampleSubscription } from './examples.ts';
import { newSubscription, subscriptionPatch, subscriptionReplacement } from './input.ts';
import { subscriptionsQuery } from './list-query.ts';
import {
  createdSubscription,
  createdSubscriptionShape,
  subscriptionPageShape,
  subscriptionResource,
  subscriptionShape,
} from './output.ts';

const params = z.object({ id: subscriptionId.meta({ description: 'The id of the subscription.' }) });

const theSubscription = {
  status: 200,
  description: 'The subscription.',
  schema: subscriptionShape,
  example: subscriptionResource(exampleSubscription),
} as const;

export const createSubscription = operation({
  id: 'createSubscription',
  method: 'POST',
  path: '/subscriptions',
  tag: 'Subscriptions',
  summary: 'Create a subscription',
  description:
    'Registers a receiver. Only `target_url` is required. The answer shows the signing secret once.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.created',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newSubscription,
    examples: {
      minimum: { summary: 'Every event', value: { target_url: 'https://shop.example/hooks' } },
      full: {
        summary: 'Some events of one customer',
        value: {
          target_url: 'https://shop.example/hooks/orders',
          event_types: ['order.*'],
          description: 'Orders, for the warehouse',
          metadata: { team: 'logistics' },
          headers: { 'X-Shop-Key': 'k-51f0' },
          retry_policy: { schedule: [5, 60, 600] },
          timeout_seconds: 10,
          receiver_id: 'customer-42',
        },
      },
    },
  },
  success: {
    status: 201,
    description: 'The new subscription.',
    schema: createdSubscriptionShape,
    example: createdSubscription(exampleSubscription),
    headers: { Location: 'The path of the new subscription.' },
  },
  errors: ['subscription-limit'],
});

export const listSubscriptions = operation({
  id: 'listSubscriptions',
  method: 'GET',
  path: '/subscriptions',
  tag: 'Subscriptions',
  summary: 'List subscriptions',
  description: `Newest first. ${shortPages}`,
  scope: 'read',
  forPortal: true,
  query: subscriptionsQuery,
  success: pageAnswer('subscriptions', subscriptionPageShape, subscriptionResource(exampleSubscription)),
});

export const getSubscription = operation({
  id: 'getSubscription',
  method: 'GET',
  path: '/subscriptions/{id}',
  tag: 'Subscriptions',
  summary: 'Read a subscription',
  description: 'The answer has no secrets; the values of headers read `[redacted]`.',
  scope: 'read',
  forPortal: true,
  params,
  success: theSubscription,
});

export const replaceSubscription = operation({
  id: 'replaceSubscription',
  method: 'PUT',
  path: '/subscriptions/{id}',
  tag: 'Subscriptions',
  summary: 'Replace the settings of a subscription',
  description:
    'Omitted settings get their defaults. Secrets stay: `ingest_secret` unless it is given (`null` removes ' +
    'it), and the value of every header that is sent back as `[redacted]`. When the origin (scheme, host, port) of ' +
    '`target_url` or `auth.token_url` changes, the secrets that would be sent there must be given again or removed in the ' +
    'same call, or the answer is a 422. Takes effect everywhere within 30 seconds.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.replaced',
  params,
  body: {
    kind: 'json',
    schema: subscriptionReplacement,
    examples: {
      replacement: {
        summary: 'All orders',
        value: { target_url: 'https://shop.example/hooks/orders', event_types: ['order.*'] },
      },
    },
  },
  success: theSubscription,
  errors: ['conflict', 'subscription-limit'],
});

export const updateSubscription = operation({
  id: 'updateSubscription',
  method: 'PATCH',
  path: '/subscriptions/{id}',
  tag: 'Subscriptions',
  summary: 'Change some settings of a subscription',
  description:
    'A JSON merge patch (RFC 7396): omitted fields stay, `null` clears a field, members of `metadata` and `headers` are ' +
    'merged. A `retry_policy` of the other kind replaces the stored one. When the origin (scheme, host, port) of ' +
    '`target_url` changes, the secrets in `auth` and `headers` must be given again or removed (`null`) in the same call, ' +
    'and `client_secret` when that of `auth.token_url` does, or the answer is a 422. Takes effect everywhere within 30 seconds.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.updated',
  params,
  body: {
    kind: 'json',
    schema: subscriptionPatch,
    examples: {
      change: {
        summary: 'A longer timeout, no description',
        value: { timeout_seconds: 20, description: null, metadata: { team: null, site: 'north' } },
      },
    },
  },
  success: theSubscription,
  errors: ['conflict', 'subscription-limit'],
});

export const deleteSubscription = operation({
  id: 'deleteSubscription',
  method: 'DELETE',
  path: '/subscriptions/{id}',
  tag: 'Subscriptions',
  summary: 'Delete a subscription',
  description: 'Cancels its open deliveries. An attempt that has begun may still arrive.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.deleted',
  params,
  success: noContent('The subscription is deleted.'),
  errors: ['conflict'],
});

export const enableSubscription = operation({
  id: 'enableSubscription',
  method: 'POST',
  path: '/subscriptions/{id}/enable',
  tag: 'Subscriptions',
  summary: 'Enable a subscription',
  description:
    'Deliveries held while the subscription was disabled are attempted again. Repeating the call changes nothing.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.enabled',
  params,
  success: theSubscription,
  errors: ['conflict'],
});

export const disableSubscription = operation({
  id: 'disableSubscription',
  method: 'POST',
  path: '/subscriptions/{id}/disable',
  tag: 'Subscriptions',
  summary: 'Disable a subscription',
  description:
    'The subscription gets no new events, and its open deliveries are held until it is enabled. Repeating the call changes nothing.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.disabled',
  params,
  success: { ...theSubscription, example: subscriptionResource(exampleDisabledSubscription) },
  errors: ['conflict'],
});

export const listSubscriptionDeliveries = operation({
  id: 'listSubscriptionDeliveries',
  method: 'GET',
  path: '/subscriptions/{id}/deliveries',
  tag: 'Subscriptions',
  summary: 'List the deliveries of a subscription',
  description: `Newest first, without their attempts. ${shortPages}`,
  scope: 'read',
  forPortal: true,
  params,
  query: deliveriesQuery,
  success: pageAnswer(
    'deliveries',
    deliveryPageShape,
    deliveryResource(exampleDelivered, retention.hoursDefault),
  ),
});
