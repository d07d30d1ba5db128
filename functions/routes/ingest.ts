import {
  answerHub as hubOperation,
  ingestBatch as ingestBatchOperation,
  ingestEvent as ingestOperation,
} from '../../src/api/operations/ingest.ts';
import { batchAnswer, ingestAccepted, ingestItemAccepted } from '../../src/api/present/accepted.ts';
import { ingestItem } from '../../src/api/wire/publish-input.ts';
import { type IngestBatchResult, ingestBatch } from '../../src/application/ingest-batch.ts';
import { type IngestResult, type IntakeNeeds, ingestEvent } from '../../src/application/ingest-event.ts';
import { hubAnswer } from '../../src/domain/sources/questions.ts';
import { faultOfStranger, isAnonymous } from '../middleware/caller.ts';
import { authenticationFailed, type FailedAuthenticationNeeds } from '../middleware/failed-authentication.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../middleware/http.ts';
import { rateLimitHeaders } from '../middleware/rate-limits.ts';
import { fieldsRefused, subscriptionNotFound } from '../middleware/refusals.ts';
import { areAllRepeats, replayedHeader } from '../middleware/replayed.ts';
import { type Route, route } from '../middleware/route.ts';
import { batchItems, type FoundItem, isFound, resultsOfEach } from './batch-items.ts';
import { cloudEventIn, cloudEventItems } from './cloud-event-requests.ts';
import { contentTypeOf, deliverAtMs, problemOf, problemOfRefusal, refusalOf } from './event-answers.ts';
import { hopsOf } from './hops.ts';

/** An event for one subscription says no more than any event. */
const noMore = () => ({});

/** The routes that hand events to one subscription: the hot path. */
export const ingestRoutes = (needs: IntakeNeeds & FailedAuthenticationNeeds): readonly Route[] => [
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
      // A provider would count a refusal as a failure of ours, and some day stop sending.
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
  new Refusal(
    'subscription-disabled',
    'The subscription is disabled: it takes no events until it is enabled.',
  );

const wrongSignature = () =>
  new Refusal('wrong-signature', 'Invalid signature: it was not made with this secret over these bytes.');
