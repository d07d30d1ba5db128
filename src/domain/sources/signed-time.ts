import type { SignedTimestamp, SourceFault } from './source.ts';

/** Times that are signed with the body, so that a recorded request is valid only for a while. */

/** The same as in the libraries of Stripe and Standard Webhooks. */
export const TOLERANCE_SECONDS = 300;

/** Each number has only one spelling, so the signed text follows from the number. */
const UNIX_SECONDS = /^[1-9]\d{0,11}$/;
const UNIX_MILLISECONDS = /^[1-9]\d{0,14}$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Unix time in whole seconds, or undefined if the text is no such number. */
export const signedTimeOf = (text: string): number | undefined =>
  UNIX_SECONDS.test(text) ? Number(text) : undefined;

/** A time in Unix milliseconds, or undefined if the text has another format. */
export function timeMsOf(text: string, format: SignedTimestamp['format']): number | undefined {
  if (format === 'seconds') return UNIX_SECONDS.test(text) ? Number(text) * 1_000 : undefined;
  if (format === 'milliseconds') return UNIX_MILLISECONDS.test(text) ? Number(text) : undefined;
  const timeMs = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** The description of each format in a problem. */
export const timeShapes = {
  seconds: 'Unix time in seconds',
  milliseconds: 'Unix time in milliseconds',
  rfc3339: 'a time of RFC 3339',
} as const satisfies Record<SignedTimestamp['format'], string>;

/** Checks that a valid signature is also recent. Clocks differ, so its time can be in the future. */
export function ageFault(
  timestampSeconds: number,
  nowMs: number,
  toleranceSeconds = TOLERANCE_SECONDS,
): SourceFault | undefined {
  const ageSeconds = Math.floor(nowMs / 1_000) - Math.floor(timestampSeconds);
  if (Math.abs(ageSeconds) <= toleranceSeconds) return undefined;
  const difference = `${Math.abs(ageSeconds)} s ${ageSeconds > 0 ? 'ago' : 'ahead'}`;
  return {
    fault: 'too-old',
    detail: `The signature is valid, but its time is ${difference}; at most ${toleranceSeconds} s are allowed.`,
  };
}
