import { HOPS_HEADER } from '../../domain/hops.ts';
import { requestLimits } from '../../domain/limits.ts';
import { type HttpRequest, Refusal } from './http.ts';

/**
 * Ends loops: calls that are themselves attempts of deliveries, because a subscription's target leads back to Posthorn.
 */

interface HopsHeader {
  readonly 'X-Posthorn-Hops': number;
}

/** The number of hops in a published event's headers. @throws Refusal 508 (RFC 5842, section 7.2) for too many */
export function hopsOf({ 'X-Posthorn-Hops': hops }: HopsHeader): number {
  if (hops <= requestLimits.hops) return hops;
  throw new Refusal(
    'loop-detected',
    `This event has passed through Posthorn ${hops} times; at most ${requestLimits.hops} are allowed. ` +
      'Correct the target URL that leads back here.',
  );
}

/**
 * For operations that replay deliveries. Two deliveries whose targets replay each other would never end, and no event
 * is published that could count the hops.
 * @throws Refusal 508 for a call that is itself an attempt of a delivery
 */
export function refuseAttempts({ headers }: HttpRequest): void {
  if (headers[HOPS_HEADER] === undefined) return;
  throw new Refusal(
    'loop-detected',
    'This call is an attempt of a delivery, and a delivery cannot replay deliveries. Correct its target URL.',
  );
}
