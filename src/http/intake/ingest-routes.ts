import { type IngestBatchResult, ingestBatch } from '../../application/ingest-batch.ts';
import { type IngestResult, ingestEvent } from '../../application/ingest-event.ts';
import type { IngestNeeds } from '../../application/needs.ts';
import { openSubscription } from '../../application/reach.ts';
import { hubAnswer } from '../../domain/sources/questions.ts';
import { faultOfStranger, isAnonymous } from '../core/caller.ts';
import { authenticationFailed } from '../core/failed-authentication.ts';
import { hopsOf } from '../core/hops.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../core/http.ts';
import { rateLimitHeaders } from '../core/rate-limits.ts';
import { fieldsRefused, subscriptionNotFound } from '../core/refusals.ts';
import { areAllRepeats, replayedHeader } from '../core/replayed.ts';
import { type Route, route } from '../core/route.ts';
import {
  answerHub as hubOperation,
  ingestBatch as ingestBatchOperation,
  ingestEvent as ingestOperation,
} from './ingest-operations.ts';
import { ingestItem } from './input.ts';
import { batchAnswer, ingestAccepted, ingestItemAccepted } from './output.ts';
import { contentTypeOf, deliverAtMs, problemOf, problemOfRefusal, refusalOf } from './route-answers.ts';
import { batchItems, type FoundItem, isFound, resultsOfEach } from './route-batch-items.ts';
import { cloudEventIn, cloudEventItems } from './route-cloud-events.ts';

/** The answer about an event for one subscription has no fields beyond those of any event. */
const noMore = () => ({});

/** The routes that accept events for one subscription: the hot path. */
export const ingestRoutes = (needs: IngestNeeds): readonly Route[] => [
  route(ingestOperation, async ({ principal, params, query, headers, request }) => {
    const eventType = query.event_type ?? headers['X-Event-Type'] ?? null;
    const isSource = isAnonymous(principal);
    const place = { in: 'query', pointer: '/deliver_at' } as const;
    const hops = hopsOf(headers);
    const result = await ingestEvent(needs, {
      tenantId: isSource ? undefined : principal.tenantId,
      subscriptionId: params.subscription_id,
      sent: {
        body: request.body,
        contentType: contentTypeOf(request),
        eventType,
        idempotencyKey: headers['Idempotency-Key'],
        headers: request.headers,
        cloudEventIn: (payload) => cloudEventIn(request, payload, eventType ?? undefined),
      },
      deliverAtMs: deliverAtMs(query.deliver_at, needs.clock.nowMs(), place),
      hops,
    });
    const unauthenticated = () => authenticationFailed(needs, request, faultOfStranger(request));
    return answerToIngest(result, { eventType, isSource, unauthenticated });
  }),

  route(hubOperation, async ({ params, query }) => {
    const subscription = await openSubscription(needs, params.subscription_id);
    const source = subscription?.source ?? null;
    if (source?.type !== 'meta') throw subscriptionNotFound();
    const answer = hubAnswer(source, {
      mode: query['hub.mode'],
      challenge: query['hub.challenge'],
      verifyToken: query['hub.verify_token'],
    });
    if (answer === undefined) {
      const detail = 'hub.verify_token is not the verify_token of the source, or hub.mode is not subscribe.';
      throw new Refusal('forbidden', detail);
    }
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: answer };
  }),

  route(ingestBatchOperation, async ({ principal, params, body, headers, request }) => {
    const hops = hopsOf(headers);
    const batch = { idempotencyKey: headers['Idempotency-Key'], nowMs: needs.clock.nowMs() };
    const found =
      body === undefined
        ? cloudEventItems(request, batch.idempotencyKey)
        : batchItems(request, body.events, ingestItem, batch, noMore);
    const result = await ingestBatch(needs, {
      tenantId: principal.tenantId,
      subscriptionId: params.subscription_id,
      items: found.filter(isFound),
      hops,
      body: request.body,
      signature: headers['X-Posthorn-Signature'],
    });
    return answerToBatch(result, found, request);
  }),
];

interface Sent {
  readonly eventType: string | null;
  readonly isSource: boolean;
  readonly unauthenticated: () => Refusal;
}

function answerToIngest(result: IngestResult, { eventType, isSource, unauthenticated }: Sent): HttpAnswer {
  switch (result.outcome) {
    case 'accepted': {
      const headers = { ...rateLimitHeaders(result.quotas), ...replayedHeader(result.isRepeat) };
      return { status: 202, headers, body: ingestAccepted(result.delivery) };
    }
    case 'question':
      return { status: 200, body: result.answer };
    case 'unauthenticated':
      throw unauthenticated();
    case 'subscription-not-found':
      throw subscriptionNotFound();
    case 'subscription-disabled':
      throw subscriptionDisabled();
    case 'missing-signature':
    case 'malformed-wrapper': {
      const code = result.outcome === 'missing-signature' ? 'missing-signature' : 'malformed-request';
      const { pointer, detail } = result;
      throw new Refusal(code, detail, { faults: [{ in: 'body', pointer, detail }] });
    }
    case 'malformed-cloud-event':
      throw fieldsRefused(result.errors);
    case 'wrong-signature':
      throw wrongSignature();
    case 'source-refused':
      throw new Refusal(result.isMissing ? 'missing-signature' : 'wrong-signature', result.detail);
    case 'event-type-mismatch':
    case 'filter-mismatch':
      // A provider would count a rejection as a failure of Posthorn, and at some point stop sending.
      if (isSource) return { status: 204 };
      throw refusalOf(result, eventType);
    default:
      throw refusalOf(result, eventType);
  }
}

function answerToBatch(
  result: IngestBatchResult,
  found: readonly (FoundItem | Refusal)[],
  request: HttpRequest,
): HttpAnswer {
  switch (result.outcome) {
    case 'subscription-not-found':
      throw subscriptionNotFound();
    case 'subscription-disabled':
      throw subscriptionDisabled();
    case 'missing-signature':
      throw new Refusal('missing-signature', result.detail);
    case 'wrong-signature':
      throw wrongSignature();
    case 'done': {
      const results = resultsOfEach(found, result.results, {
        found: (one, { eventType }) =>
          one.outcome === 'accepted' ? ingestItemAccepted(one.delivery) : problemOf(one, eventType, request),
        refused: (refusal) => problemOfRefusal(refusal, request),
      });
      const isRepeat = areAllRepeats(result.results);
      const headers = { ...rateLimitHeaders(result.quotas), ...replayedHeader(isRepeat) };
      return { status: 200, headers, body: batchAnswer(results) };
    }
  }
}

const subscriptionDisabled = () =>
  new Refusal('subscription-disabled', 'The subscription is disabled. Enable it before you publish to it.');

const wrongSignature = () =>
  new Refusal('wrong-signature', 'Invalid signature: it does not match the secret and the body.');
