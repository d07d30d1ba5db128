import { cancelDelivery } from '../../application/cancel-delivery.ts';
import { listAllDeliveries } from '../../application/list-all-deliveries.ts';
import type { ApiNeeds } from '../../application/needs.ts';
import { readAttemptRequest } from '../../application/read-attempt-request.ts';
import { readDelivery } from '../../application/read-deliveries.ts';
import { replayDelivery, retryDelivery } from '../../application/send-now.ts';
import { type DeliveryId, isDeliveryId } from '../../domain/ids.ts';
import type { Reach } from '../../domain/principal.ts';
import { refuseAttempts } from '../core/hops.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../core/http.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { idempotencyConflict } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { attemptRequest } from './attempt-request-output.ts';
import * as operations from './operations.ts';
import { cancelledDelivery, deliveryResource, deliveryWithAttempts } from './output.ts';

export const deliveryRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.listDeliveries, async ({ principal, query }) => {
    const start = startOfPage(query, isDeliveryId);
    const { limit, filter } = query;
    const found = await listAllDeliveries(needs, {
      reach: principal,
      filter,
      beforeId: start.before,
      limit,
    });
    return answerWithPage(found, start, (delivery) => deliveryResource(delivery, needs.retentionHours));
  }),

  route(operations.getDelivery, ({ principal, params }) => answerWithDelivery(needs, principal, params.id)),

  route(operations.getStatus, ({ principal, params }) =>
    answerWithDelivery(needs, principal, params.task_id),
  ),

  route(operations.getAttemptRequest, async ({ principal, params }) => {
    const result = await readAttemptRequest(needs, principal, params.id, params.number);
    switch (result.outcome) {
      case 'found':
        return {
          status: 200,
          body: attemptRequest(result.request),
          noted: { isNothing: !result.request.showsSecrets },
        };
      case 'no-delivery':
        throw notFound();
      case 'no-attempt':
        throw new Refusal('not-found', 'The delivery has no attempt with this number.');
      case 'gone':
        throw new Refusal('gone', goneDetails[result.what]);
    }
  }),

  route(operations.replayDelivery, (call) => answerWithSending(needs, call, replayDelivery, 'replayed')),

  route(operations.retryDelivery, (call) => answerWithSending(needs, call, retryDelivery, 'retried')),

  route(operations.cancelDelivery, async ({ principal, params }) => {
    const result = await cancelDelivery(needs, principal, params.id);
    switch (result.outcome) {
      case 'cancelled': {
        const { delivery, attemptInFlight } = result;
        return { status: 200, body: cancelledDelivery(delivery, attemptInFlight, needs.retentionHours) };
      }
      case 'not-found':
        throw notFound();
      case 'not-open':
        throw new Refusal('conflict', `The delivery cannot be cancelled: it is ${result.delivery.status}.`);
    }
  }),
];

interface SendingCall {
  readonly principal: Reach;
  readonly params: { readonly id: DeliveryId };
  readonly headers: { readonly 'Idempotency-Key'?: string | undefined };
  readonly request: HttpRequest;
}

/** @param done the call, as a participle: "retried" */
async function answerWithSending(
  needs: ApiNeeds,
  { principal, params, headers, request }: SendingCall,
  send: typeof replayDelivery,
  done: string,
): Promise<HttpAnswer> {
  refuseAttempts(request);
  const idempotencyKey = headers['Idempotency-Key'];
  const result = await send(needs, { reach: principal, id: params.id, idempotencyKey });
  switch (result.outcome) {
    case 'sending':
      return { status: 202, body: deliveryResource(result.delivery, needs.retentionHours) };
    case 'not-found':
      throw notFound();
    case 'not-now':
      throw new Refusal('conflict', `The delivery cannot be ${done} now: ${result.why}.`);
    case 'idempotency-conflict':
      throw idempotencyConflict();
  }
}

async function answerWithDelivery(needs: ApiNeeds, reach: Reach, id: DeliveryId): Promise<HttpAnswer> {
  const found = await readDelivery(needs, reach, id);
  if (found === undefined) throw notFound();
  return { status: 200, body: deliveryWithAttempts(found.delivery, found.attempts, needs.retentionHours) };
}

const goneDetails = {
  event: 'The event has expired, so its request cannot be computed.',
  payload: 'The payload of the event was deleted, so its request cannot be computed.',
  subscription: 'The subscription was deleted with its secrets, so its request cannot be computed.',
} as const;

const notFound = () => new Refusal('not-found', 'No delivery has this id.');
