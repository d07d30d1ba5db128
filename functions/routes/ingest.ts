import { memberSlice } from '../../src/api/json-members.ts';
import {
  ingestEvent as ingestOperation,
  publishEvent as publishOperation,
} from '../../src/api/operations/ingest.ts';
import { ingestAccepted, publishAccepted } from '../../src/api/present/accepted.ts';
import { type IngestResult, type IntakeNeeds, ingestEvent } from '../../src/application/ingest-event.ts';
import { publishEvent } from '../../src/application/publish-event.ts';
import { requestLimits } from '../../src/domain/limits.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../middleware/http.ts';
import { fieldsRefused, idempotencyConflict } from '../middleware/refusals.ts';
import { type Route, route } from '../middleware/route.ts';

/** The routes that take events in: the hot path. */
export const ingestRoutes = (needs: IntakeNeeds): readonly Route[] => [
  route(ingestOperation, async ({ principal, params, query, headers, request }) => {
    const eventType = query.event_type ?? headers['X-Event-Type'] ?? null;
    const result = await ingestEvent(needs, {
      tenantId: principal.tenantId,
      subscriptionId: params.subscription_id,
      body: request.body,
      contentType: contentTypeOf(request),
      eventType,
      signature: headers['X-Posthorn-Signature'],
      idempotencyKey: headers['Idempotency-Key'],
    });
    return answerToIngest(result, eventType);
  }),

  route(publishOperation, async ({ principal, query, headers, body, request }) => {
    const publication =
      body === undefined
        ? {
            ...rawPublication(request, query.event_type ?? headers['X-Event-Type']),
            receiverId: query.receiver_id ?? null,
          }
        : {
            ...wrappedPublication(request),
            eventType: body.event_type,
            receiverId: body.receiver_id ?? null,
          };
    if (publication.payload.length > requestLimits.payloadBytes) throw payloadTooLarge();
    const result = await publishEvent(needs, {
      ...publication,
      tenantId: principal.tenantId,
      idempotencyKey: headers['Idempotency-Key'],
    });
    if (result.outcome === 'idempotency-conflict') throw idempotencyConflict();
    return { status: 202, body: publishAccepted(result.event) };
  }),
];

function answerToIngest(result: IngestResult, eventType: string | null): HttpAnswer {
  switch (result.outcome) {
    case 'accepted':
      return { status: 202, body: ingestAccepted(result.delivery) };
    case 'subscription-not-found':
      throw new Refusal('not-found', 'There is no subscription of this id.');
    case 'subscription-disabled':
      throw new Refusal(
        'subscription-disabled',
        'The subscription is disabled: it takes no events until it is enabled.',
      );
    case 'missing-signature':
    case 'malformed-wrapper': {
      const code = result.outcome === 'missing-signature' ? 'missing-signature' : 'malformed-request';
      const { pointer, detail } = result;
      throw new Refusal(code, detail, { faults: [{ in: 'body', pointer, detail }] });
    }
    case 'wrong-signature':
      throw new Refusal(
        'wrong-signature',
        'Invalid signature: it was not made with this secret over these bytes.',
      );
    case 'payload-too-large':
      throw payloadTooLarge();
    case 'event-type-mismatch':
      throw new Refusal('event-type-mismatch', mismatch(eventType, result.wanted));
    case 'filter-mismatch':
      throw new Refusal('filter-mismatch', 'The payload does not match the filter of the subscription.');
    case 'idempotency-conflict':
      throw idempotencyConflict();
  }
}

const mismatch = (eventType: string | null, wanted: readonly string[]): string =>
  `${eventType === null ? 'The event has no type' : `The event type is ${eventType}`}; ` +
  `the subscription lists ${wanted.join(', ')}.`;

const payloadTooLarge = () =>
  new Refusal('payload-too-large', `The payload is larger than ${requestLimits.payloadBytes} bytes.`);

const SAID_IN_BODY = 'belongs into the body, where the body is JSON';

const refusedHeader = (name: string, detail: string) => refusedField('header', name, detail);

const refusedField = (part: 'query' | 'header', name: string, detail: string) =>
  fieldsRefused([{ in: part, pointer: `/${name}`, detail }]);

const CONTENT_TYPE = new RegExp(`^[\\x20-\\x7e]{1,${requestLimits.contentTypeCharacters}}$`);

/** What the receiver is told the payload is. RFC 9110, section 8.3: without a type, bytes are only that. */
function contentTypeOf({ headers }: HttpRequest): string {
  const contentType = headers['content-type'] ?? 'application/octet-stream';
  if (CONTENT_TYPE.test(contentType)) return contentType;
  throw refusedHeader('Content-Type', `must be 1–${requestLimits.contentTypeCharacters} characters of ASCII`);
}

/** The body is the payload itself, and what else there is to say is said beside it. */
function rawPublication(request: HttpRequest, eventType: string | undefined) {
  if (request.body.length === 0)
    throw new Refusal('malformed-request', 'The body is empty, and an event was expected.');
  if (eventType === undefined)
    throw refusedHeader('X-Event-Type', 'is needed: the body does not name the type');
  return { payload: request.body, contentType: contentTypeOf(request), eventType };
}

/** The payload exactly as it stands in the JSON body. What is said beside such a body would not be heard. */
function wrappedPublication({ body, query, headers }: HttpRequest) {
  const [parameter] = query.keys();
  if (parameter !== undefined) throw refusedField('query', parameter, SAID_IN_BODY);
  if (headers['x-event-type'] !== undefined) throw refusedField('header', 'X-Event-Type', SAID_IN_BODY);
  const payload = memberSlice(body, 'payload');
  // A copy: the slice alone would keep the whole request in memory for as long as the event is.
  if (payload instanceof Uint8Array)
    return { payload: Uint8Array.from(payload), contentType: 'application/json' };
  const detail = payload === 'duplicate' ? 'is there more than once: which one is meant?' : 'is missing';
  throw new Refusal('malformed-request', 'The payload cannot be told from the body.', {
    faults: [{ in: 'body', pointer: '/payload', detail }],
  });
}
