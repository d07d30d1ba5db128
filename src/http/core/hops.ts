import { HOPS_HEADER } from '../../domain/hops.ts';
import { requestLimits } from '../../domain/limits.ts';
import { type HttpRequest, Refusal } from './http.ts';

/** Ends loops: calls that are attempts of deliveries, because the target of a subscription leads back here. */

interface HopsHeader {
  readonly 'X-Posthorn-Hops': number;
}

/** The hops that an event is handed in with. @throws Refusal 508 (RFC 5842, section 7.2) for too many */
export function hopsOf({ 'X-Posthorn-Hops': hops }: HopsHeader): number {
  if (hops <= requestLimits.hops) return hops;
  throw new Refusal(
    'loop-detected',
    `This event has been through Posthorn ${hops} times, and ${requestLimits.hops} are allowed: ` +
      'correct the target URL that leads back here.',
  );
}

/**
 * For operations that send deliveries again: two deliveries whose targets replay each other would never end, and no
 * event is handed in that could count it.
 * @throws Refusal 508 for a call that is itself an attempt of a delivery
 */
export function refuseAttempts({ headers }: HttpRequest): void {
  if (headers[HOPS_HEADER] === undefined) return;
  throw new Refusal(
    'loop-detected',
    'This call is an attempt of a delivery, and a delivery cannot send deliveries again: correct its target URL.',
  );
}
