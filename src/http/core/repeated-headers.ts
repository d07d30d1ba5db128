import { Refusal } from './http.ts';

/**
 * Headers that mean one thing: of two, each reader on the way could take another one, and the caller who is let in would
 * not be the one whose event is taken. Lists, such as `Accept`, and what proxies add may be repeated (RFC 9110, section 5.3).
 */
const single = new Set([
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'transfer-encoding',
  'x-event-type',
]);

/** Of signatures, and of what providers say beside them. */
const SINGLE =
  /^(ce|svix|webhook|x-posthorn|x-github|x-gitlab|x-shopify|x-slack|x-hub|stripe|paddle|linear)-|signature|hmac|token|timestamp/;

/** @param names as they came: each as often as it was sent @throws Refusal which names the header */
export function refuseRepeatedHeaders(names: Iterable<string>): void {
  const seen = new Set<string>();
  for (const name of names) {
    const lower = name.toLowerCase();
    if (seen.has(lower) && (single.has(lower) || SINGLE.test(lower))) {
      throw new Refusal('malformed-request', `The header ${lower} was sent more than once.`, {
        faults: [{ in: 'header', pointer: `/${lower}`, detail: 'was sent more than once' }],
      });
    }
    seen.add(lower);
  }
}
