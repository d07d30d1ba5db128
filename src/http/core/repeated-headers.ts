import { Refusal } from './http.ts';

/**
 * Headers that must not be repeated: of two values, each hop could use a different one, and the authenticated caller
 * might not be the producer of the event. Lists, such as `Accept`, and headers that proxies add may be repeated (RFC
 * 9110, section 5.3).
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

/** Headers of signatures, for example `webhook-signature`, and the headers that providers send with them. */
const SINGLE =
  /^(ce|svix|webhook|x-posthorn|x-github|x-gitlab|x-shopify|x-slack|x-hub|stripe|paddle|linear)-|signature|hmac|token|timestamp/;

/** @param names as received: each as often as it was sent @throws Refusal that names the header */
export function refuseRepeatedHeaders(names: Iterable<string>): void {
  const seen = new Set<string>();
  for (const name of names) {
    const lower = name.toLowerCase();
    if (seen.has(lower) && (single.has(lower) || SINGLE.test(lower))) {
      throw new Refusal('malformed-request', `The header ${lower} was sent more than once. Send it once.`, {
        faults: [{ in: 'header', pointer: `/${lower}`, detail: 'was sent more than once' }],
      });
    }
    seen.add(lower);
  }
}
