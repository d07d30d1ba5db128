import { parseJson } from '../../src/api/json-body.ts';
import {
  publishBatch as publishBatchOperation,
  publishEvent as publishOperation,
} from '../../src/api/operations/publish.ts';
import { batchAnswer, publishAccepted, publishItemAccepted } from '../../src/api/present/accepted.ts';
import { binaryCloudEvent, cloudEventMode, structuredCloudEvent } from '../../src/api/wire/cloud-events.ts';
import type { IntakeNeeds } from '../../src/application/ingest-event.ts';
import { type Publication, publishBatch, publishEvent } from '../../src/application/publish-event.ts';
import { type HttpRequest, Refusal } from '../middleware/http.ts';
import { fieldsRefused } from '../middleware/refusals.ts';
import { type Route, route } from '../middleware/route.ts';
import { batchItems } from './batch-items.ts';
import { contentTypeOf, deliverAtMs, problemOf, rateLimitHeaders, refusalOf } from './event-answers.ts';
import { hopsOf } from './hops.ts';
import { memberBytes } from './member-bytes.ts';

/** The routes that hand events to whoever wants them. */
export const publishRoutes = (needs: IntakeNeeds): readonly Route[] => [
  route(publishOperation, async ({ principal, query, headers, body, request }) => {
    const hops = hopsOf(headers);
    const said =
      body === undefined
        ? { ...rawPublication(request, query.event_type ?? headers['X-Event-Type']), ...saidInQuery(query) }
        : { ...body, ...wrappedPublication(request) };
    const place = { in: body === undefined ? 'query' : 'body', pointer: '/deliver_at' } as const;
    const result = await publishEvent(needs, principal.tenantId, {
      eventType: said.event_type,
      receiverId: said.receiver_id ?? null,
      payload: said.payload,
      contentType: said.contentType,
      headers: said.headers,
      deliverAtMs: deliverAtMs(said.deliver_at, needs.clock.nowMs(), place),
      hops,
      idempotencyKey: headers['Idempotency-Key'] ?? said.key,
    });
    if (result.outcome !== 'accepted') throw refusalOf(result, said.event_type);
    return { status: 202, headers: rateLimitHeaders(result.quotas), body: publishAccepted(result.event) };
  }),

  route(publishBatchOperation, async ({ principal, body, headers, request }) => {
    const hops = hopsOf(headers);
    const found = batchItems(request, body.events, {
      idempotencyKey: headers['Idempotency-Key'],
      nowMs: needs.clock.nowMs(),
    });
    const publications = found.map(
      ({ event_type: eventType, receiver_id: receiverId, ...item }): Publication => ({
        ...item,
        eventType,
        receiverId: receiverId ?? null,
        headers: {},
        hops,
      }),
    );
    const { results, quotas } = await publishBatch(needs, principal.tenantId, publications);
    const answers = results.map((one, n) =>
      one.outcome === 'accepted'
        ? publishItemAccepted(one.event)
        : problemOf(one, found[n]?.event_type ?? null, request),
    );
    return { status: 200, headers: rateLimitHeaders(quotas), body: batchAnswer(answers) };
  }),
];

interface Said {
  readonly event_type: string;
  readonly payload: Uint8Array;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What stands for an `Idempotency-Key`, where the event brings that along. */
  readonly key: string | undefined;
}

const saidInQuery = ({
  receiver_id,
  deliver_at,
}: {
  readonly receiver_id?: string | undefined;
  readonly deliver_at?: number | undefined;
}) => ({ receiver_id, deliver_at });

/** The body is the payload itself, and what else there is to say is said beside it. */
function rawPublication(request: HttpRequest, eventType: string | undefined): Said {
  if (request.body.length === 0)
    throw new Refusal('malformed-request', 'The body is empty, and an event was expected.');
  const payload = request.body;
  const contentType = contentTypeOf(request);
  const cloudEvent = cloudEventIn(request);
  if (cloudEvent !== undefined) {
    if (!cloudEvent.ok) throw fieldsRefused(cloudEvent.errors);
    const { eventType: type, key, headers } = cloudEvent;
    return { event_type: type, payload, contentType, headers, key };
  }
  if (eventType === undefined) {
    const detail = 'is needed: the body does not name the type';
    throw fieldsRefused([{ in: 'header', pointer: '/X-Event-Type', detail }]);
  }
  return { event_type: eventType, payload, contentType, headers: {}, key: undefined };
}

function cloudEventIn({ headers, body }: HttpRequest) {
  switch (cloudEventMode(headers)) {
    case undefined:
      return undefined;
    case 'binary':
      return binaryCloudEvent(headers);
    case 'structured': {
      const json = parseJson(body);
      if (!json.ok) throw new Refusal('malformed-request', json.fault);
      return structuredCloudEvent(json.value);
    }
    case 'batched':
      throw new Refusal(
        'unsupported-media-type',
        'Send CloudEvents one by one, or as POST /events/batch has it.',
      );
  }
}

const SAID_IN_BODY = 'belongs into the body, where the body is JSON';

/** The payload exactly as it stands in the JSON body. What is said beside such a body would not be heard. */
function wrappedPublication({ body, query, headers }: HttpRequest): Omit<Said, 'event_type'> {
  const [parameter] = query.keys();
  const unheard = [
    ...(parameter === undefined ? [] : [{ in: 'query', pointer: `/${parameter}` } as const]),
    ...(headers['x-event-type'] === undefined ? [] : [{ in: 'header', pointer: '/X-Event-Type' } as const]),
  ];
  if (unheard.length > 0) throw fieldsRefused(unheard.map((place) => ({ ...place, detail: SAID_IN_BODY })));
  const detail = 'The payload cannot be told from the body.';
  // A copy: the slice alone would keep the whole request in memory for as long as the event is.
  const payload = Uint8Array.from(memberBytes(body, 'payload', { pointer: '/payload', detail }));
  return { payload, contentType: 'application/json', headers: {}, key: undefined };
}
