import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { excessIn } from './excess.ts';
import { type HttpRequest, Refusal } from './http.ts';
import { parseJson } from './json-body.ts';
import type { AnyOperation } from './operation.ts';
import { pointerTo, type RequestPart, zodFaults } from './problem.ts';
import { fieldsRefused } from './refusals.ts';

const ANY_JSON = /^application\/(json|[\w.-]+\+json)\s*(;|$)/i;
/** Operations that take any bytes treat `application/cloudevents+json` and its like as bytes, too. */
const PLAIN_JSON = /^application\/json\s*(;|$)/i;

export const isPlainJson = ({ headers }: HttpRequest): boolean =>
  PLAIN_JSON.test(headers['content-type'] ?? '');

/** Every part of the request, parsed by the operation's schemas. @throws Refusal that names each invalid field */
export function parseCall(
  operation: AnyOperation,
  request: HttpRequest,
  params: Readonly<Record<string, string>>,
) {
  refuseUnreadableBody(operation, request);
  return {
    params: parsed(operation.params, params, 'path'),
    query:
      operation.query === undefined
        ? withoutQuery(request)
        : parsed(operation.query, queryObject(request), 'query'),
    headers: parsed(operation.headers, headersNamedBy(operation.headers, request), 'header'),
    body: parsedBody(operation, request),
  };
}

function parsed(schema: z.ZodType | undefined, value: unknown, part: RequestPart): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = zodFaults(result.error, part);
  // A malformed id cannot name a resource: 404, the same as for a well-formed unknown id.
  if (part === 'path') throw new Refusal('not-found', 'No resource has this id.', { faults });
  throw new Refusal('invalid-request', 'Some fields are not valid: see errors.', { faults });
}

function withoutQuery({ query }: HttpRequest): undefined {
  const names = [...new Set(query.keys())];
  if (names.length === 0) return undefined;
  const detail = 'is not a parameter of this operation';
  const faults = names
    .slice(0, requestLimits.faultsListed)
    .map((name) => ({ in: 'query', pointer: pointerTo([name]), detail }) as const);
  throw new Refusal('invalid-request', 'This operation takes no query parameters.', { faults });
}

/** A parameter that is given more than once is a list, which the schemas refuse: for example `?limit=1&limit=2`. */
function queryObject({ query }: HttpRequest): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    const [only = ''] = values;
    Object.defineProperty(object, name, { value: values.length > 1 ? values : only, enumerable: true });
  }
  return object;
}

/** The headers that a schema asks for, under the names in the schema. */
function headersNamedBy(
  schema: z.ZodType | undefined,
  request: HttpRequest,
): Record<string, string | undefined> {
  if (!(schema instanceof z.ZodObject)) return {};
  return Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, request.headers[name.toLowerCase()]]),
  );
}

function refuseUnreadableBody(operation: AnyOperation, { headers, body }: HttpRequest): void {
  refuseEncodedBody(operation, headers);
  refuseLargeBody(operation, body.length);
}

/** Checks a body by the head of its request, before the body arrives. @throws Refusal */
export function refuseBodyByHead(operation: AnyOperation, headers: HttpRequest['headers']): void {
  refuseEncodedBody(operation, headers);
  refuseLargeBody(operation, Number(headers['content-length'] ?? 0));
  const { body } = operation;
  const isOtherwise = body?.kind !== 'json' || body.mayBeEmpty === true || body.isRaw?.(headers) === true;
  if (!isOtherwise) refuseOtherType(headers);
}

function refuseEncodedBody({ body }: AnyOperation, headers: HttpRequest['headers']): void {
  if (body === undefined) return;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  throw new Refusal(
    'unsupported-media-type',
    'Content-Encoding is not supported. Send the body uncompressed, without this header.',
  );
}

function refuseLargeBody(operation: AnyOperation, bytes: number): void {
  if (operation.body === undefined) return;
  const most = bodyBytesOf(operation);
  if (bytes > most) throw new Refusal('payload-too-large', `The body is larger than ${most} bytes.`);
}

function refuseOtherType(headers: HttpRequest['headers']): void {
  if (ANY_JSON.test(headers['content-type'] ?? '')) return;
  throw new Refusal('unsupported-media-type', 'Send JSON with Content-Type: application/json.');
}

/** The largest body that an operation takes. An operation without a body ignores one, up to the size of settings. */
export function bodyBytesOf({ body }: AnyOperation): number {
  const holdsEvents = body !== undefined && (body.kind !== 'json' || body.holdsEvents === true);
  return holdsEvents ? requestLimits.bodyBytes : requestLimits.settingsBytes;
}

function parsedBody(operation: AnyOperation, request: HttpRequest): unknown {
  const { body } = operation;
  if (body === undefined || body.kind === 'raw') return undefined;
  if (body.kind === 'json' && body.mayBeEmpty === true && request.body.length === 0) {
    return parsed(body.schema, {}, 'body');
  }
  if (body.isRaw?.(request.headers) === true) return undefined;
  // An absent body is not a JSON object, regardless of its type: it is an empty payload.
  const isPayload = !isPlainJson(request) || request.body.length === 0;
  if (body.kind === 'json-or-raw' && isPayload) return undefined;
  refuseOtherType(request.headers);
  const documented = body.kind === 'json' ? body.documentedSchema : undefined;
  const json = parseJson(request.body, documented ?? body.schema);
  if (!json.ok) throw new Refusal('malformed-request', json.fault);
  const excess = excessIn(body.schema, json.value);
  if (excess.length > 0) throw fieldsRefused(excess);
  return parsed(body.schema, json.value, 'body');
}
