import { subscriptionLimits } from './limits.ts';

const MOST_CHARACTERS = subscriptionLimits.eventTypeCharacters;
const WILDCARD = '*';
const PREFIX_WILDCARD = '.*';

/**
 * The allowed names of event types: 1–256 characters of printable ASCII without a space at either end, for example
 * `order.created`, `com.amazonaws.s3.ObjectCreated:Put` or `urn:x:y`. `.` and `..` are not allowed: URL parsers drop
 * them from paths (https://url.spec.whatwg.org/#double-dot-path-segment), so the catalogue could not address them.
 * These are regular expressions for JSON Schema, in the OpenAPI document.
 */
export const eventTypeSyntax = `(?!\\.{1,2}$)[!-~](?:[ -~]{0,${MOST_CHARACTERS - 2}}[!-~])?`;

/** The same without `*`. A star that is no wildcard would look like one and match nothing, so patterns exclude it. */
const EXACT = `(?!\\.{1,2}$)[!-)+-~](?:[ -)+-~]{0,${MOST_CHARACTERS - 2}}[!-)+-~])?`;
const PREFIX = `[!-)+-~][ -)+-~]{0,${MOST_CHARACTERS - 1}}`;
export const eventTypePatternSyntax = `(?:\\*|${PREFIX}\\.\\*|${EXACT})`;

const EVENT_TYPE = new RegExp(`^${eventTypeSyntax}$`);
const PATTERN = new RegExp(`^${eventTypePatternSyntax}$`);

export const isEventType = (text: string): boolean => EVENT_TYPE.test(text);

/**
 * The allowed patterns of a subscription: an event type without a star, a prefix such as `order.*`, which matches
 * `order.created`, or `*` for all event types. Only a prefix or `*` matches an event type that has a star in its name.
 */
export const isEventTypePattern = (text: string): boolean => PATTERN.test(text);

/** In any case, because a receiver can compare event types without regard to case. */
const RESERVED = /^posthorn\./i;

/** Only Posthorn uses these event types: for operational events and test events. */
export const isReservedEventType = (eventType: string | null): boolean =>
  eventType !== null && RESERVED.test(eventType);

/** The event type of a test event, unless its sender sets another one. */
export const TEST_EVENT_TYPE = 'posthorn.test';

function patternMatches(pattern: string, eventType: string): boolean {
  if (!pattern.endsWith(PREFIX_WILDCARD)) return pattern === eventType;
  const prefix = pattern.slice(0, -1);
  return eventType.length > prefix.length && eventType.startsWith(prefix);
}

/**
 * Whether a subscription with these patterns wants an event of this type. No patterns, or `*`, match every event, also
 * an event without a type. Any other list matches only events whose type it names. Reserved event types match only if
 * the list names them, for example as `posthorn.*`.
 */
export function wantsEventType(patterns: readonly string[], eventType: string | null): boolean {
  const wantsAll = patterns.length === 0 || patterns.includes(WILDCARD);
  if (wantsAll && !isReservedEventType(eventType)) return true;
  return eventType !== null && patterns.some((pattern) => patternMatches(pattern, eventType));
}
