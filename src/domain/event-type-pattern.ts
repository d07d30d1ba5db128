import { subscriptionLimits } from './limits.ts';

const MOST_CHARACTERS = subscriptionLimits.eventTypeCharacters;
const EVENT_TYPE = new RegExp(`^[A-Za-z0-9._-]{1,${MOST_CHARACTERS}}$`);
const PREFIX_WILDCARD = '.*';

/** What an event may be called: `order.created`, 1–128 of letters, digits, dot, underscore, hyphen. */
export const isEventType = (text: string): boolean => EVENT_TYPE.test(text);

/** What a subscription may list: an event type, `order.*` for all that begin with `order.`, or `*` for all. */
export function isEventTypePattern(text: string): boolean {
  if (text === '*') return true;
  if (text.endsWith(PREFIX_WILDCARD)) return isEventType(text.slice(0, -PREFIX_WILDCARD.length));
  return isEventType(text);
}

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
  const wantsAll = patterns.length === 0 || patterns.includes('*');
  if (wantsAll && !isReservedEventType(eventType)) return true;
  return eventType !== null && patterns.some((pattern) => patternMatches(pattern, eventType));
}
