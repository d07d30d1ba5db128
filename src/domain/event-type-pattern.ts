import { subscriptionLimits } from './limits.ts';

const MOST_CHARACTERS = subscriptionLimits.eventTypeCharacters;
const WILDCARD = '*';
const PREFIX_WILDCARD = '.*';

/**
 * What an event may be called: 1–256 characters of printable ASCII without a space at either end, for example
 * `order.created`, `com.amazonaws.s3.ObjectCreated:Put` or `urn:x:y`. Not `.` and `..`: URL parsers drop these from
 * paths (https://url.spec.whatwg.org/#double-dot-path-segment), so that the catalogue could not address them.
 * As regular expressions of JSON Schema, for the OpenAPI document.
 */
export const eventTypeSyntax = `(?!\\.{1,2}$)[!-~](?:[ -~]{0,${MOST_CHARACTERS - 2}}[!-~])?`;

/** The same without `*`: a star that is no wildcard would look like one and match nothing, so a pattern has none. */
const EXACT = `(?!\\.{1,2}$)[!-)+-~](?:[ -)+-~]{0,${MOST_CHARACTERS - 2}}[!-)+-~])?`;
const PREFIX = `[!-)+-~][ -)+-~]{0,${MOST_CHARACTERS - 1}}`;
export const eventTypePatternSyntax = `(?:\\*|${PREFIX}\\.\\*|${EXACT})`;

const EVENT_TYPE = new RegExp(`^${eventTypeSyntax}$`);
const PATTERN = new RegExp(`^${eventTypePatternSyntax}$`);

export const isEventType = (text: string): boolean => EVENT_TYPE.test(text);

/**
 * What a subscription may list: an event type without a star, `order.*` for all types that begin with `order.`, or `*`
 * for all. An event type with a star in it is wanted by a prefix, or by `*`.
 */
export const isEventTypePattern = (text: string): boolean => PATTERN.test(text);

/** In any capitals: a receiver may compare types without regard to them. */
const RESERVED = /^posthorn\./i;

/** What only Posthorn itself calls events: operational ones, and those that try a subscription out. */
export const isReservedEventType = (eventType: string | null): boolean =>
  eventType !== null && RESERVED.test(eventType);

/** What a test event is called, unless its sender calls it something. */
export const TEST_EVENT_TYPE = 'posthorn.test';

function patternMatches(pattern: string, eventType: string): boolean {
  if (!pattern.endsWith(PREFIX_WILDCARD)) return pattern === eventType;
  const prefix = pattern.slice(0, -1);
  return eventType.length > prefix.length && eventType.startsWith(prefix);
}

/**
 * Whether a subscription with these patterns wants an event of this type. No patterns, or `*`, want every event,
 * also one without a type; any other list wants only events that carry a type which it names. What is reserved is
 * wanted only where it is named.
 */
export function wantsEventType(patterns: readonly string[], eventType: string | null): boolean {
  const wantsAll = patterns.length === 0 || patterns.includes(WILDCARD);
  if (wantsAll && !isReservedEventType(eventType)) return true;
  return eventType !== null && patterns.some((pattern) => patternMatches(pattern, eventType));
}
