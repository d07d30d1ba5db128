import * as z from 'zod';
import { isEventHeaderValue } from '../../domain/event-headers.ts';
import { requestLimits } from '../../domain/limits.ts';
import { type FieldFault, zodFaults } from '../problem.ts';
import { producedEventType, refusedBy } from './fields.ts';

/**
 * CloudEvents 1.0, as its HTTP binding has them (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md):
 * structured, where the body is the event as JSON, or binary, where the body is its data and the rest is in `ce-` headers.
 * Either arrives at receivers as it came.
 */

const STRUCTURED = /^application\/cloudevents\+json\s*(;|$)/i;
const BATCHED = /^application\/cloudevents-batch\+json\s*(;|$)/i;
const PREFIX = 'ce-';

export type CloudEventMode = 'structured' | 'binary' | 'batched';

/** Which of them a request is, if any. @param headers names in lower case */
export function cloudEventMode(headers: Readonly<Record<string, string>>): CloudEventMode | undefined {
  const contentType = headers['content-type'] ?? '';
  if (STRUCTURED.test(contentType)) return 'structured';
  if (BATCHED.test(contentType)) return 'batched';
  return headers['ce-specversion'] === undefined ? undefined : 'binary';
}

const nonEmpty = z
  .string()
  .min(1)
  .superRefine(refusedBy((text) => (isEventHeaderValue(text) ? undefined : 'must be visible ASCII')));

/** What every CloudEvent has to say of itself. */
const attributes = z.object({
  specversion: z.literal('1.0'),
  id: nonEmpty,
  source: nonEmpty,
  type: producedEventType,
});

export type CloudEvent =
  | {
      readonly ok: true;
      readonly eventType: string;
      /** Producers must give an event an id that is unique with its source: it is the same event where both are the same. */
      readonly key: string;
      /** The `ce-` headers of a binary one, for receivers. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly errors: readonly FieldFault[] };

/** @param value the body, parsed */
export function structuredCloudEvent(value: unknown): CloudEvent {
  const parsed = attributes.safeParse(value);
  if (!parsed.success) return { ok: false, errors: zodFaults(parsed.error, 'body') };
  return { ok: true, eventType: parsed.data.type, key: keyOf(parsed.data), headers: {} };
}

/** @param headers of the request, names in lower case */
export function binaryCloudEvent(headers: Readonly<Record<string, string>>): CloudEvent {
  const own = Object.entries(headers).filter(([name]) => name.startsWith(PREFIX));
  const parsed = attributes.safeParse(
    Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value])),
  );
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
  detail: `must be 1–${requestLimits.eventHeaderCharacters} visible ASCII characters`,
});

const tooMany: FieldFault = {
  in: 'header',
  pointer: '',
  detail: `has more than ${requestLimits.eventHeaders} ce- headers`,
};

const keyOf = ({ source, id }: z.infer<typeof attributes>): string =>
  `cloudevent:${JSON.stringify([source, id])}`;
