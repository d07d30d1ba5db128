import {
  answerHub as hubOperation,
  ingestBatch as ingestBatchOperation,
  ingestEvent as ingestOperation,
} from '../../src/api/operations/ingest.ts';
import { batchAnswer, ingestAccepted, ingestItemAccepted } from '../../src/api/present/accepted.ts';
import { type IngestBatchResult, ingestBatch } from '../../src/application/ingest-batch.ts';
import { type IngestResult, type IntakeNeeds, ingestEvent } from '../../src/application/ingest-event.ts';
import { hubAnswer } from '../../src/domain/sources/questions.ts';
import { isAnonymous } from '../middleware/caller.ts';
import { type HttpAnswer, Refusal } from '../middleware/http.ts';
import { keyMissing, subscriptionNotFound } from '../middleware/refusals.ts';
import { type Route, route } from '../middleware/route.ts';
import { batchItems, type FoundItem } from './batch-items.ts';
import { contentTypeOf, deliverAtMs, problemOf, rateLimitHeaders, refusalOf } from './event-answers.ts';
import { hopsOf } from './hops.ts';

/** The routes that hand events to one subscription: the hot path. */
export const ingestRoutes = (needs: IntakeNeeds): readonly Route[] => [
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
      },
      deliverAtMs: deliverAtMs(query.deliver_at, needs.clock.nowMs(), place),
      hops,
    });
    return answerToIngest(result, eventType, isSource);
  }),

  route(hubOperation, async ({ params, query }) => {
    const subscription = await needs.subscriptions.find(params.subscription_id);
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
    const found = batchItems(request, body.events, {
      idempotencyKey: headers['Idempotency-Key'],
      nowMs: needs.clock.nowMs(),
    });
    const result = await ingestBatch(needs, {
      tenantId: principal.tenantId,
      subscriptionId: params.subscription_id,
      items: found.map(({ event_type: eventType, ...item }) => ({ ...item, eventType: eventType ?? null })),
      hops,
      body: request.body,
      signature: headers['X-Posthorn-Signature'],
    });
    return answerToBatch(result, found, request);
  }),
];

function answerToIngest(result: IngestResult, eventType: string | null, isSource: boolean): HttpAnswer {
  switch (result.outcome) {
    case 'accepted': {
      const body = ingestAccepted(result.delivery);
      return { status: 202, headers: rateLimitHeaders(result.quotas), body };
    }
    case 'question':
      return { status: 200, body: result.answer };
    case 'unauthenticated':
      throw keyMissing();
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
    case 'wrong-signature':
      throw wrongSignature();
    case 'source-refused':
      throw new Refusal(result.isMissing ? 'missing-signature' : 'wrong-signature', result.detail);
    case 'event-type-mismatch':
    case 'filter-mismatch':
      // A provider would count a refusal as a failure of ours, and some day stop sending.
      if (isSource) return { status: 204 };
      throw refusalOf(result, eventType);
    default:
      throw refusalOf(result, eventType);
  }
}

function answerToBatch(
  result: IngestBatchResult,
  found: readonly FoundItem[],
  request: Parameters<typeof problemOf>[2],
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
      const results = result.results.map((one, n) =>
        one.outcome === 'accepted'
          ? ingestItemAccepted(one.delivery)
          : problemOf(one, found[n]?.event_type ?? null, request),
      );
      return { status: 200, headers: rateLimitHeaders(result.quotas), body: batchAnswer(results) };
    }
  }
}

const subscriptionDisabled = () =>
  new Refusal(
    'subscription-disabled',
    'The subscription is disabled: it takes no events until it is enabled.',
  );

const wrongSignature = () =>
  new Refusal('wrong-signature', 'Invalid signature: it was not made with this secret over these bytes.');
