import * as z from 'zod';
import {
  eventTypePatternSyntax,
  eventTypeSyntax,
  isEventType,
  isEventTypePattern,
  isReservedEventType,
  TEST_EVENT_TYPE,
} from '../../domain/event-type-pattern.ts';
import {
  deliveryIdPattern,
  eventIdPattern,
  isDeliveryId,
  isEventId,
  isSubscriptionId,
  subscriptionIdPattern,
} from '../../domain/ids.ts';
import { subscriptionLimits } from '../../domain/limits.ts';
import { namesSomething, operationalEventTypes } from '../../domain/operational-event.ts';

/** Schemas of single fields that several shapes share. The rules are the domain's; `meta` repeats them for OpenAPI. */

/** Replaces a secret in answers. In a change, stands for the stored secret. */
export const REDACTED = '[redacted]';

export const NOTHING_STORED = `is ${REDACTED}, but no value is stored. Send the value itself`;

/** A check for `superRefine`, made from a function that returns the fault of a value. */
export const refusedBy =
  <T>(faultOf: (value: T) => string | undefined) =>
  (value: T, context: z.RefinementCtx): void => {
    const fault = faultOf(value);
    if (fault !== undefined) context.addIssue(fault);
  };

/** Text of a bounded number of characters (code points, as JSON Schema counts them). */
export const text = (minLength: number, maxLength: number) =>
  z
    .string()
    .superRefine(refusedBy((value) => textFault(value, minLength, maxLength)))
    .meta({ maxLength, ...(minLength > 0 && { minLength }) });

function textFault(value: string, minLength: number, maxLength: number): string | undefined {
  if (!value.isWellFormed()) return 'has an unpaired surrogate, which UTF-8 cannot encode';
  if (value.length < minLength)
    return minLength === 1 ? 'is empty' : `is shorter than ${minLength} characters`;
  // A character is at most two code units, so characters are counted only near the limit.
  const isTooLong =
    value.length > 2 * maxLength || (value.length > maxLength && [...value].length > maxLength);
  return isTooLong ? `is longer than ${maxLength} characters` : undefined;
}

export const subscriptionId = z
  .string()
  .refine(isSubscriptionId, 'is not the id of a subscription')
  .meta({ pattern: subscriptionIdPattern.source, examples: ['sub_01KERMBK0RT6ZC9RPW8D5QJ3HN'] });

export const eventId = z
  .string()
  .refine(isEventId, 'is not the id of an event')
  .meta({ pattern: eventIdPattern.source, examples: ['evt_01KG9P6JNTN5B0Y3XF7GKTM4WE'] });

export const deliveryId = z
  .string()
  .refine(isDeliveryId, 'is not the id of a delivery')
  .meta({
    pattern: deliveryIdPattern.source,
    examples: ['dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN'],
  });

const EVENT_TYPE_RULE =
  `must be 1–${subscriptionLimits.eventTypeCharacters} printable ASCII characters without a space at either end, ` +
  'and neither . nor ..';

export const eventType = z
  .string()
  .refine(isEventType, EVENT_TYPE_RULE)
  .meta({ pattern: `^${eventTypeSyntax}$`, examples: ['order.created'] });

/**
 * The event type in answers that match one of several schemas. It has no pattern: Go clients made by openapi-generator
 * cannot check a value that may be `null` against a pattern, and would pick the wrong schema.
 */
export const shownEventType = z.string().meta({ examples: ['order.created'] });

/** `posthorn.` in any capitals. */
const RESERVED_PREFIX = '[Pp][Oo][Ss][Tt][Hh][Oo][Rr][Nn]\\.';

/** The event types that a producer may use. */
export const producedEventType = eventType
  .refine(
    (name) => !isReservedEventType(name),
    'must not begin with posthorn., which is reserved for Posthorn’s own events',
  )
  .meta({ pattern: `^(?!${RESERVED_PREFIX})${eventTypeSyntax}$`, examples: ['order.created'] });

/** The event types of test events: those of producers, and the reserved test type. */
export const testEventType = eventType
  .refine(
    (name) => name === TEST_EVENT_TYPE || !isReservedEventType(name),
    `must not begin with posthorn., except for ${TEST_EVENT_TYPE}`,
  )
  .meta({
    pattern: `^(${TEST_EVENT_TYPE.replace('.', '\\.')}|(?!${RESERVED_PREFIX})${eventTypeSyntax})$`,
    examples: ['order.created'],
  });

export const eventTypePattern = z
  .string()
  .refine(isEventTypePattern, 'must be an event type, an event type followed by .*, or *')
  .refine(namesSomething, `matches none of Posthorn’s own events: ${operationalEventTypes.join(', ')}`)
  .meta({ pattern: `^${eventTypePatternSyntax}$`, examples: ['order.*'] });

/** The characters of a URL without those that are refused everywhere in it (each of `/?#@` has its own place). */
const urlCharacters = (but: string) => `[^\\s\\x00-\\x1f\\x7f-\\x9f\\\\${but}]`;

/** The form of URLs that Posthorn sends requests to. */
export const targetPattern = `^[Hh][Tt][Tt][Pp][Ss]?://${urlCharacters('/?#@')}+([/?]${urlCharacters('#')}*)?$`;

/** The tenant's own name for one of its customers, for example `customer-42`. */
export const receiverId = text(1, subscriptionLimits.receiverIdCharacters).meta({
  examples: ['customer-42'],
});

/** The id of the record of a receiver. */
export const receiverRecordId = receiverId
  .refine((id) => id !== '.' && id !== '..', 'must be neither . nor .., which a URL cannot name')
  .meta({ pattern: '^(?!\\.{1,2}$)[\\s\\S]+$', examples: ['customer-42'] });

/** A time in a request, as Unix milliseconds. */
export const instant = (description: string, example: string) =>
  z.iso
    .datetime({ offset: true, error: (issue) => (typeof issue.input === 'string' ? NOT_A_TIME : undefined) })
    .meta({ description, examples: [example] })
    .transform((value) => Date.parse(value));

const NOT_A_TIME = 'must be an RFC 3339 time such as 2026-01-31T09:30:00Z';

/** A time in an answer: RFC 3339, UTC, milliseconds. */
export const time = z.string().meta({ format: 'date-time', examples: ['2026-01-31T09:30:00.000Z'] });

/** The same, from Unix milliseconds. */
export const timeOf = (timeMs: number): string => new Date(timeMs).toISOString();
export const timeOrNull = (timeMs: number | null): string | null => (timeMs === null ? null : timeOf(timeMs));

/** An OpenAPI document of this service or of the tenant's event types. */
export const openApiShape = z
  .looseObject({
    openapi: z.string(),
    info: z
      .looseObject({ title: z.string(), version: z.string() })
      .meta({ id: 'OpenApiInfo', description: 'Title and version of an OpenAPI document.' }),
  })
  .meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document.' });

/**
 * The `discriminator` of a union, for client generators: one member tells which schema a value has. `schemas` are names
 * of components. https://spec.openapis.org/oas/v3.1.0#discriminator-object
 */
export const discriminatorOf = (propertyName: string, schemas: Readonly<Record<string, string>>) => ({
  propertyName,
  mapping: Object.fromEntries(
    Object.entries(schemas).map(([value, schema]) => [value, `#/components/schemas/${schema}`]),
  ),
});

/**
 * Of a named union: `null` is allowed at each place that `.nullable()` marks. Java clients made by openapi-generator read
 * that only at the named schema, and reject the `null` of an answer without it.
 */
export const NULL_ALLOWED = { 'x-nullable': true };

/**
 * The member that tells the schemas of a union apart. The pattern repeats `const`, because Go clients made by
 * openapi-generator ignore constants when they try the schemas in turn.
 */
export const kind = <const Kind extends string>(name: Kind) => z.literal(name).meta({ pattern: `^${name}$` });
