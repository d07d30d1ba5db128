import * as z from 'zod';
import { receiverRecordId } from '../core/fields.ts';
import { plainQuery } from '../core/list-queries.ts';
import { noContent, operation } from '../core/operation.ts';
import { pageAnswer } from '../core/page.ts';
import { idempotencyHeaders } from '../core/request-headers.ts';
import { exampleReceiver } from './examples.ts';
import { newReceiver, receiverPatch } from './input.ts';
import { receiverPageShape, receiverResource, receiverShape } from './output.ts';

/** The records of receivers. */

const params = z.object({
  id: receiverRecordId.meta({
    description:
      'The id of the receiver: the `receiver_id` of its events and subscriptions, percent-encoded.',
  }),
});

const theReceiver = {
  status: 200,
  description: 'The receiver.',
  schema: receiverShape,
  example: receiverResource(exampleReceiver),
} as const;

const SEEN_WITHIN = 'Limits take effect everywhere within 30 seconds.';

export const createReceiver = operation({
  id: 'createReceiver',
  method: 'POST',
  path: '/receivers',
  tag: 'Receivers',
  summary: 'Create a receiver',
  description:
    'Gives a `receiver_id` a name, which its portal shows, and limits. This is optional: a `receiver_id` works without it, ' +
    `and may be in use already. ${SEEN_WITHIN}`,
  scope: 'manage',
  audit: 'receiver.created',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newReceiver,
    examples: {
      limited: {
        summary: 'With limits',
        value: {
          id: exampleReceiver.id,
          name: exampleReceiver.name,
          metadata: exampleReceiver.metadata,
          rate_limit: { per_second: 10, burst: 20 },
          subscriptions_limit: 5,
        },
      },
      minimum: { summary: 'Name only, with a generated id', value: { name: 'Example Ltd.' } },
    },
  },
  success: {
    status: 201,
    description: 'The new receiver.',
    schema: receiverShape,
    example: receiverResource(exampleReceiver),
    headers: { Location: 'The path of the new receiver.' },
  },
  errors: ['conflict'],
});

export const listReceivers = operation({
  id: 'listReceivers',
  method: 'GET',
  path: '/receivers',
  tag: 'Receivers',
  summary: 'List receivers',
  description:
    'Sorted by id. Only receivers that were created here: a `receiver_id` that is only in use is not listed.',
  scope: 'read',
  query: plainQuery,
  success: pageAnswer('receivers', receiverPageShape, receiverResource(exampleReceiver)),
});

export const getReceiver = operation({
  id: 'getReceiver',
  method: 'GET',
  path: '/receivers/{id}',
  tag: 'Receivers',
  summary: 'Read a receiver',
  description: 'A portal token reads its own receiver, without its `metadata`.',
  scope: 'read',
  forPortal: true,
  params,
  success: theReceiver,
});

export const updateReceiver = operation({
  id: 'updateReceiver',
  method: 'PATCH',
  path: '/receivers/{id}',
  tag: 'Receivers',
  summary: 'Change a receiver',
  description: `Omitted fields stay, \`null\` clears a field. ${SEEN_WITHIN}`,
  scope: 'manage',
  audit: 'receiver.updated',
  params,
  body: {
    kind: 'json',
    schema: receiverPatch,
    examples: {
      limit: { summary: 'Another rate limit', value: { rate_limit: { per_second: 50, burst: 100 } } },
      unlimited: { summary: 'Without limits', value: { rate_limit: null, subscriptions_limit: null } },
    },
  },
  success: theReceiver,
  errors: ['conflict'],
});

export const deleteReceiver = operation({
  id: 'deleteReceiver',
  method: 'DELETE',
  path: '/receivers/{id}',
  tag: 'Receivers',
  summary: 'Delete a receiver',
  description:
    'Deletes the name and the limits. The subscriptions and events with this `receiver_id` stay, and events are still ' +
    'delivered, without limits. To stop that, delete its subscriptions (`GET /subscriptions?receiver_id=…`), and revoke ' +
    'its portal tokens.',
  scope: 'manage',
  audit: 'receiver.deleted',
  params,
  success: noContent('The receiver is deleted.'),
});
