import { compileFilter, type PayloadFilter, type PayloadMatcher } from '../domain/payload-filter.ts';
import type { Recipient } from '../domain/subscription.ts';

/** Compiled once while a subscription is cached, because events are far more frequent than changes of filters. */
const matchers = new WeakMap<PayloadFilter, PayloadMatcher>();

function matcherOf(filter: PayloadFilter): PayloadMatcher {
  let matcher = matchers.get(filter);
  if (matcher === undefined) {
    matcher = compileFilter(filter);
    matchers.set(filter, matcher);
  }
  return matcher;
}

/** Whether the subscription wants the payload. */
export const matchesFilter = ({ filter }: Pick<Recipient, 'filter'>, payload: Uint8Array): boolean =>
  filter === null || matcherOf(filter)(parsedPayload(payload));

/** How many milliseconds filters may run without a pause, because other requests wait for the process. */
const STRETCH_MS = 10;

/** The recipients that want a payload. The payload is parsed once for all, and only if one of them has a filter. */
export async function recipientsMatching(
  recipients: readonly Recipient[],
  payload: Uint8Array,
): Promise<readonly Recipient[]> {
  if (recipients.every(({ filter }) => filter === null)) return recipients;
  const value = parsedPayload(payload);
  const matching: Recipient[] = [];
  let startMs = performance.now();
  for (const recipient of recipients) {
    if (recipient.filter === null || matcherOf(recipient.filter)(value)) matching.push(recipient);
    if (performance.now() - startMs < STRETCH_MS) continue;
    await new Promise(setImmediate);
    startMs = performance.now();
  }
  return matching;
}

/** Undefined if the payload is not JSON in UTF-8: then it matches no filter and no schema. */
export function parsedPayload(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
