import { utf8 } from './text.ts';

/** A recorded request: as HTTP, or as JSON. */

type Bytes = Uint8Array<ArrayBuffer>;

/** Names in lower case; a repeated header has several values. */
export type RecordedHeaders = Readonly<Record<string, readonly string[]>>;

export interface RecordedRequest {
  readonly headers: RecordedHeaders;
  readonly body: Bytes;
}

/**
 * HTTP as it was sent (request line, headers, empty line, body), or JSON with `headers` and `body` or `body_base64`,
 * for example a line of `posthorn listen --json --print all` or an event of API Gateway.
 * @throws Error that names the missing part
 */
export const requestFrom = (file: Bytes): RecordedRequest =>
  startsAsJson(file) ? requestFromJson(parsed(file)) : requestFromHttp(file);

/** Lines `name: value`, or a JSON object. @throws Error that names the fault */
export function headersFrom(file: Bytes): RecordedHeaders {
  if (startsAsJson(file)) return headersFromJson(parsed(file));
  return headersFromLines((utf8(file) ?? '').split(/\r?\n/));
}

const startsAsJson = (file: Bytes): boolean => /^\s*\{/.test(utf8(file.subarray(0, 64)) ?? '');

const parsed = (file: Bytes): unknown => JSON.parse(new TextDecoder().decode(file));

function requestFromHttp(file: Bytes): RecordedRequest {
  // One character per byte, so that a place in the text is a place in the file.
  const text = Buffer.from(file).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  const head = text.slice(0, end?.index ?? text.length);
  const body = end === null ? new Uint8Array() : file.slice(end.index + end[0].length);
  return { headers: headersFromLines(head.split(/\r?\n/)), body };
}

function headersFromLines(lines: readonly string[]): RecordedHeaders {
  const headers: Record<string, string[]> = {};
  for (const line of lines) {
    // curl -v writes “> ” before each line.
    const [, name, value = ''] = /^(?:> )?([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), value];
  }
  return headers;
}

function requestFromJson(value: unknown): RecordedRequest {
  const { headers, body, body_base64, isBase64Encoded } = value as Readonly<Record<string, unknown>>;
  const base64 = typeof body_base64 === 'string' ? body_base64 : isBase64Encoded === true ? body : undefined;
  if (typeof base64 !== 'string' && typeof body !== 'string') {
    throw new Error('the JSON must have a string "body" or "body_base64"');
  }
  const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : Buffer.from(String(body));
  return { headers: headersFromJson(headers), body: Uint8Array.from(bytes) };
}

function headersFromJson(value: unknown): RecordedHeaders {
  if (typeof value !== 'object' || value === null) throw new Error('the JSON must have an object "headers"');
  const headers: Record<string, string[]> = {};
  for (const [name, given] of Object.entries(value)) {
    const values: unknown[] = Array.isArray(given) ? given : [given];
    headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), ...values.map(String)];
  }
  return headers;
}
