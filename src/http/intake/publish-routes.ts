import type { IngestNeeds } from '../../application/needs.ts';
import { type Publication, publishBatch, publishEvent } from '../../application/publish-event.ts';
import type { Principal } from '../../domain/principal.ts';
import { hopsOf } from '../core/hops.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../core/http.ts';
import { memberBytes } from '../core/member-bytes.ts';
import { isPlainJson } from '../core/parse-call.ts';
import { rateLimitHeaders } from '../core/rate-limits.ts';
import { fieldsRefused } from '../core/refusals.ts';
import { areAllRepeats, replayedHeader } from '../core/replayed.ts';
import { type Route, route } from '../core/route.ts';
import { cloudEventMode } from './cloud-events.ts';
import { publishItem } from './input.ts';
import { batchAnswer, publishAccepted, publishItemAccepted } from './output.ts';
import {
  publishBatch as publishBatchOperation,
  publishEvent as publishOperation,
} from './publish-operations.ts';
import { contentTypeOf, deliverAtMs, problemOf, problemOfRefusal, refusalOf } from './route-answers.ts';
import { batchItems, type FoundItem, isFound, resultsOfEach } from './route-batch-items.ts';
import { cloudEventIn, cloudEventItems } from './route-cloud-events.ts';

/** The routes that publish events to every matching subscription. */
export const publishRoutes = (needs: IngestNeeds): readonly Route[] => [
  route(publishOperation, async ({ principal, query, headers, body, request }) => {
    const hops = hopsOf(headers);
    const requestKey = headers['Idempotency-Key'];
    if (cloudEventMode(request.headers) === 'batched') {
      refuseBesideBody(request, SAID_IN_EVENTS);
      return publishEach(needs, principal, cloudEventItems(request, requestKey), { request, hops });
    }
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
      idempotencyKey: requestKey ?? said.key,
      isOwnKey: requestKey === undefined,
    });
    if (result.outcome !== 'accepted') throw refusalOf(result, said.event_type);
    const answerHeaders = { ...rateLimitHeaders(result.quotas), ...replayedHeader(result.isRepeat) };
    return { status: 202, headers: answerHeaders, body: publishAccepted(result.event) };
  }),

  route(publishBatchOperation, async ({ principal, body, headers, request }) => {
    const hops = hopsOf(headers);
    const idempotencyKey = headers['Idempotency-Key'];
    const found =
      body === undefined
        ? cloudEventItems(request, idempotencyKey)
        : batchItems(
            request,
            body.events,
            publishItem,
            { idempotencyKey, nowMs: needs.clock.nowMs() },
            ({ receiver_id }) => ({ receiverId: receiver_id ?? null }),
          );
    return publishEach(needs, principal, found, { request, hops });
  }),
];

type PublishItem = FoundItem & { readonly receiverId?: string | null };

async function publishEach(
  needs: IngestNeeds,
  { tenantId }: Principal,
  found: readonly (PublishItem | Refusal)[],
  { request, hops }: { readonly request: HttpRequest; readonly hops: number },
): Promise<HttpAnswer> {
  const publications = found.filter(isFound).map(
    ({ eventType, receiverId = null, ...item }): Publication => ({
      ...item,
      eventType: eventType ?? '',
      receiverId,
      headers: {},
      hops,
    }),
  );
  const { results, quotas } = await publishBatch(needs, tenantId, publications);
  const answers = resultsOfEach(found, results, {
    found: (one, { eventType }) =>
      one.outcome === 'accepted' ? publishItemAccepted(one.event) : problemOf(one, eventType, request),
    refused: (refusal) => problemOfRefusal(refusal, request),
  });
  const headers = { ...rateLimitHeaders(quotas), ...replayedHeader(areAllRepeats(results)) };
  return { status: 200, headers, body: batchAnswer(answers) };
}

interface Said {
  readonly event_type: string;
  readonly payload: Uint8Array;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The source and id of a CloudEvent, which replace an `Idempotency-Key`. */
  readonly key: string | undefined;
}

const saidInQuery = ({
  receiver_id,
  deliver_at,
}: {
  readonly receiver_id?: string | undefined;
  readonly deliver_at?: number | undefined;
}) => ({ receiver_id, deliver_at });

/** The body is the payload itself; event type and receiver are in headers and query parameters. */
function rawPublication(request: HttpRequest, eventType: string | undefined): Said {
  const payload = request.body;
  const contentType = contentTypeOf(request);
  const cloudEvent = cloudEventIn(request, payload, eventType);
  if (cloudEvent !== undefined) {
    if (!cloudEvent.ok) throw fieldsRefused(cloudEvent.errors);
    const { eventType: type, key, headers } = cloudEvent;
    return { event_type: type, payload, contentType, headers, key };
  }
  if (eventType === undefined && isPlainJson(request)) {
    throw new Refusal(
      'malformed-request',
      'The body is empty. Send an event as JSON, or its type in the header X-Event-Type.',
    );
  }
  if (eventType === undefined) {
    const detail = 'is required, since the body is the payload itself';
    throw fieldsRefused([{ in: 'header', pointer: '/X-Event-Type', detail }]);
  }
  return { event_type: eventType, payload, contentType, headers: {}, key: undefined };
}

const SAID_IN_BODY = 'must be in the body when the body is JSON';
const SAID_IN_EVENTS = 'is not allowed with a list of CloudEvents';

/** The payload exactly as in the JSON body. */
function wrappedPublication(request: HttpRequest): Omit<Said, 'event_type'> {
  refuseBesideBody(request, SAID_IN_BODY);
  const place = { path: [], detail: 'The payload cannot be found in the body.' };
  // A copy: the slice alone would keep the whole request in memory as long as the event.
  const payload = Uint8Array.from(memberBytes(request.body, 'payload', place));
  return { payload, contentType: 'application/json', headers: {}, key: undefined };
}

/** Headers and parameters that repeat fields of a JSON body are rejected, since they would be ignored. */
function refuseBesideBody({ query, headers }: HttpRequest, detail: string): void {
  const [parameter] = query.keys();
  const unheard = [
    ...(parameter === undefined ? [] : [{ in: 'query', pointer: `/${parameter}` } as const]),
    ...(headers['x-event-type'] === undefined ? [] : [{ in: 'header', pointer: '/X-Event-Type' } as const]),
  ];
  if (unheard.length > 0) throw fieldsRefused(unheard.map((place) => ({ ...place, detail })));
}
