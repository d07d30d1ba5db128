import { compileFilter, type PayloadFilter, type PayloadMatcher } from '../domain/payload-filter.ts';
import type { Recipient } from '../domain/subscription.ts';

/** Compiled once for as long as a subscription is cached: events ask far more often than filters change. */
const matchers = new WeakMap<PayloadFilter, PayloadMatcher>();

function matcherOf(filter: PayloadFilter): PayloadMatcher {
  let matcher = matchers.get(filter);
  if (matcher === undefined) {
    matcher = compileFilter(filter);
    matchers.set(filter, matcher);
  }
  return matcher;
}

/** Whether a payload is one that the subscription wants. */
export const matchesFilter = ({ filter }: Pick<Recipient, 'filter'>, payload: Uint8Array): boolean =>
  filter === null || matcherOf(filter)(parsedPayload(payload));

/** How long filters are asked without a pause, in milliseconds: others wait for the process meanwhile. */
const STRETCH_MS = 10;

/** Those of the recipients that want a payload, which is read once for all of them, and only if a filter asks. */
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

/** Undefined for what is no JSON in UTF-8, which matches no filter and no schema. */
export function parsedPayload(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
