import type { SourceFault } from './source.ts';

/** Times that are signed with the body, so that a request which somebody recorded is of use for a while only. */

/** As the libraries of Stripe and Standard Webhooks have it. */
const TOLERANCE_SECONDS = 300;

/** One spelling a number: so what was signed can be told from the number. */
const UNIX_SECONDS = /^[1-9]\d{0,11}$/;

/** Unix time in whole seconds, or undefined if the text is no such number. */
export const signedTimeOf = (text: string): number | undefined =>
  UNIX_SECONDS.test(text) ? Number(text) : undefined;

/** Whether a signature that is right is also of now. Clocks differ, so it may also be from the future. */
export function ageFault(timestampSeconds: number, nowMs: number): SourceFault | undefined {
  const ageSeconds = Math.floor(nowMs / 1_000) - timestampSeconds;
  if (Math.abs(ageSeconds) <= TOLERANCE_SECONDS) return undefined;
  const difference = `${Math.abs(ageSeconds)} s ${ageSeconds > 0 ? 'ago' : 'ahead'}`;
  return {
    fault: 'too-old',
    detail: `The signature is right, but its time is ${difference}: more than ${TOLERANCE_SECONDS} s are refused.`,
  };
}
