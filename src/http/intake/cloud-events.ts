import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isEventHeaderValue } from '../../domain/event-headers.ts';
import { memberSlices } from '../../domain/json-members.ts';
import { requestLimits } from '../../domain/limits.ts';
import { producedEventType } from '../core/fields.ts';
import { verbatim } from '../core/large-json.ts';
import { type FieldFault, pointerTo, zodFaults } from '../core/problem.ts';
import { attributeOf, headerValueOf } from './cloud-event-headers.ts';

/**
 * CloudEvents 1.0 in the three modes of the HTTP binding
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md): structured, where
 * the body is the event as JSON; batched, where the body is a list of such events; and binary, where the body is the
 * event's data and the attributes are `ce-` headers. Receivers get structured and binary events as they were published.
 */

const CLOUD_EVENTS = /^application\/cloudevents\b/i;
const STRUCTURED = /^application\/cloudevents\+json\s*(;|$)/i;
const BATCHED = /^application\/cloudevents-batch\+json\s*(;|$)/i;
const PREFIX = 'ce-';
const REQUIRED = ['specversion', 'id', 'source', 'type'] as const;

export const structuredMediaType = 'application/cloudevents+json';

export type CloudEventMode = 'structured' | 'binary' | 'batched' | 'unknown format';

/**
 * The mode of a request, if it is a CloudEvent. Any required attribute among the headers makes it a binary one: missing
 * attributes are then reported.
 * @param headers names in lower case
 */
export function cloudEventMode(headers: Readonly<Record<string, string>>): CloudEventMode | undefined {
  const contentType = headers['content-type'] ?? '';
  if (STRUCTURED.test(contentType)) return 'structured';
  if (BATCHED.test(contentType)) return 'batched';
  if (CLOUD_EVENTS.test(contentType)) return 'unknown format';
  return REQUIRED.some((name) => headers[PREFIX + name] !== undefined) ? 'binary' : undefined;
}

const nonEmpty = z.string().min(1, 'is empty');
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const VERSION_RULE = 'must be "1.0", the only supported version of CloudEvents';

/** The required and optional attributes of a CloudEvent. In JSON, `null` counts as absent. */
const attributes = z.object({
  specversion: z.literal('1.0', {
    error: ({ input }) => (input === undefined ? 'is required' : VERSION_RULE),
  }),
  id: nonEmpty,
  source: nonEmpty,
  type: producedEventType,
  subject: nonEmpty.nullish(),
  datacontenttype: nonEmpty.nullish(),
  dataschema: nonEmpty.nullish(),
  time: z.string().regex(RFC_3339, 'must be an RFC 3339 time such as 2026-01-31T09:30:00Z').nullish(),
});

/** JSON format, section 3.1.1: binary data is a string in `data_base64`, and `data` is absent. */
export const structured = attributes
  .extend({
    data: verbatim(z.unknown()).optional(),
    data_base64: z.base64({ error: 'must be Base64' }).nullish(),
  })
  .refine(({ data, data_base64 }) => data == null || data_base64 == null, {
    path: ['data_base64'],
    error: 'must not be given together with data',
  });

/** The part of a list that is parsed first; each element is checked by itself. */
export const structuredList = z.array(structured).max(requestLimits.batchItems);

export type CloudEvent =
  | {
      readonly ok: true;
      readonly eventType: string;
      /** A CloudEvent is identified by its source and id, which producers must make unique together. */
      readonly key: string;
      /** The `ce-` headers of a binary event, for receivers. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly errors: readonly FieldFault[] };

/** @param value the bytes parsed as JSON */
export function structuredCloudEvent(value: unknown, bytes: Uint8Array): CloudEvent {
  const parsed = structured.safeParse(value);
  if (!parsed.success) return { ok: false, errors: zodFaults(parsed.error, 'body') };
  const { duplicate } = memberSlices(bytes);
  if (duplicate !== undefined) return { ok: false, errors: [givenTwice(duplicate)] };
  return { ok: true, eventType: parsed.data.type, key: keyOf(parsed.data), headers: {} };
}

const givenTwice = (name: string): FieldFault => ({
  in: 'body',
  pointer: pointerTo([name]),
  detail: 'is given more than once. Send it once',
});

/** @param headers of the request, names in lower case */
export function binaryCloudEvent(headers: Readonly<Record<string, string>>): CloudEvent {
  const given = Object.entries(headers).filter(([name]) => name.startsWith(PREFIX));
  const parsed = attributes.safeParse(
    Object.fromEntries(given.map(([name, value]) => [name.slice(PREFIX.length), attributeOf(value)])),
  );
  const own = given.map(([name, value]) => [name, headerValueOf(value)] as const);
  const errors = [
    ...(parsed.success ? [] : zodFaults(parsed.error, 'header').map(withPrefix)),
    ...own.flatMap(([name, value]) => (isEventHeaderValue(value) ? [] : [tooLong(name)])),
    ...(own.length > requestLimits.eventHeaders ? [tooMany] : []),
  ];
  if (!parsed.success || errors.length > 0) return { ok: false, errors };
  return {
    ok: true,
    eventType: parsed.data.type,
    key: keyOf(parsed.data),
    headers: Object.fromEntries(own),
  };
}

const withPrefix = (fault: FieldFault): FieldFault => ({
  ...fault,
  pointer: `/${PREFIX}${fault.pointer.slice(1)}`,
});

const tooLong = (name: string): FieldFault => ({
  in: 'header',
  pointer: `/${name}`,
  detail: `must be 1–${requestLimits.eventHeaderCharacters} visible ASCII characters, percent-encoded where needed`,
});

const tooMany: FieldFault = {
  in: 'header',
  pointer: '',
  detail: `has more than ${requestLimits.eventHeaders} ce- headers`,
};

/** A structured event may have an id of any length; a long id is replaced by its hash. */
function keyOf({ source, id }: z.infer<typeof attributes>): string {
  const text = JSON.stringify([source, id]);
  const isShort = text.length <= requestLimits.idempotencyKeyCharacters;
  return `cloudevent:${isShort ? text : createHash('sha256').update(text).digest('hex')}`;
}
