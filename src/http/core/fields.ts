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

/** Schemas of single fields that several shapes have. The rules are the domain's; `meta` repeats them for OpenAPI. */

/** Stands for a secret in answers, and in a change for the one that is stored. */
export const REDACTED = '[redacted]';

export const NOTHING_STORED = `has no stored value that ${REDACTED} could stand for`;

/** A check for `superRefine`, from a function that says what is wrong with a value. */
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
  if (!value.isWellFormed()) return 'has half of a surrogate pair, which has no UTF-8 bytes';
  if (value.length < minLength)
    return minLength === 1 ? 'is empty' : `is shorter than ${minLength} characters`;
  // A character is at most two code units: only near the limit must they be counted.
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
 * In answers that are one of several schemas. Without the pattern: clients in Go made by openapi-generator cannot hold a
 * value that may be `null` against one, and would take the schema for the wrong one.
 */
export const shownEventType = z.string().meta({ examples: ['order.created'] });

/** `posthorn.` in any capitals. */
const RESERVED_PREFIX = '[Pp][Oo][Ss][Tt][Hh][Oo][Rr][Nn]\\.';

/** What a producer may call an event. */
export const producedEventType = eventType
  .refine((name) => !isReservedEventType(name), 'begins with posthorn., which only Posthorn’s own events do')
  .meta({ pattern: `^(?!${RESERVED_PREFIX})${eventTypeSyntax}$`, examples: ['order.created'] });

/** What a test event may be called: as a producer's events are, or what only test events are. */
export const testEventType = eventType
  .refine(
    (name) => name === TEST_EVENT_TYPE || !isReservedEventType(name),
    `begins with posthorn., of which only ${TEST_EVENT_TYPE} is a test`,
  )
  .meta({
    pattern: `^(${TEST_EVENT_TYPE.replace('.', '\\.')}|(?!${RESERVED_PREFIX})${eventTypeSyntax})$`,
    examples: ['order.created'],
  });

export const eventTypePattern = z
  .string()
  .refine(isEventTypePattern, 'must be an event type, an event type followed by .*, or *')
  .refine(namesSomething, `names none of Posthorn’s own events: ${operationalEventTypes.join(', ')}`)
  .meta({ pattern: `^${eventTypePatternSyntax}$`, examples: ['order.*'] });

/** What a URL is made of (any of `/?#@` has its own place in it), without the characters that are refused in all of it. */
const urlCharacters = (but: string) => `[^\\s\\x00-\\x1f\\x7f-\\x9f\\\\${but}]`;

/** How URLs that requests are sent to are spelled. */
export const targetPattern = `^[Hh][Tt][Tt][Pp][Ss]?://${urlCharacters('/?#@')}+([/?]${urlCharacters('#')}*)?$`;

/** The tenant's own name for one of its customers. */
export const receiverId = text(1, subscriptionLimits.receiverIdCharacters).meta({
  examples: ['customer-42'],
});

/** A time in a request, as Unix milliseconds. */
export const instant = (description: string, example: string) =>
  z.iso
    .datetime({ offset: true, error: (issue) => (typeof issue.input === 'string' ? NOT_A_TIME : undefined) })
    .meta({ description, examples: [example] })
    .transform((value) => Date.parse(value));

const NOT_A_TIME = 'must be an RFC 3339 time such as 2026-01-31T09:30:00Z';

/** A time in an answer: RFC 3339, UTC, milliseconds. */
export const time = z.string().meta({ format: 'date-time', examples: ['2026-01-31T09:30:00.000Z'] });

/** The same, of Unix milliseconds. */
export const timeOf = (timeMs: number): string => new Date(timeMs).toISOString();
export const timeOrNull = (timeMs: number | null): string | null => (timeMs === null ? null : timeOf(timeMs));

/** A document of this service, or about its events. */
export const openApiShape = z
  .looseObject({
    openapi: z.string(),
    info: z
      .looseObject({ title: z.string(), version: z.string() })
      .meta({ id: 'OpenApiInfo', description: 'What an OpenAPI document is about.' }),
  })
  .meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document.' });

/**
 * For generators of clients: which schema a value of a union has, by one of its members. `schemas` are names of
 * components. https://spec.openapis.org/oas/v3.1.0#discriminator-object
 */
export const discriminatorOf = (propertyName: string, schemas: Readonly<Record<string, string>>) => ({
  propertyName,
  mapping: Object.fromEntries(
    Object.entries(schemas).map(([value, schema]) => [value, `#/components/schemas/${schema}`]),
  ),
});

/**
 * Of a named union: `null` may stand where it does, as `.nullable()` says at each such place. Clients in Java made by
 * openapi-generator read that at the named schema only, and fail on the `null` of an answer without it.
 */
export const NULL_ALLOWED = { 'x-nullable': true };

/**
 * The member that tells the schemas of a union apart. The pattern says the same as `const`: clients in Go made by
 * openapi-generator look at no constant when they try one schema after the other.
 */
export const kind = <const Kind extends string>(name: Kind) => z.literal(name).meta({ pattern: `^${name}$` });
