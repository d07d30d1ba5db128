/**
 * A place in the live view that is a moment in time: Unix milliseconds. Callers treat it as opaque. A watcher that resumes
 * from it gets every change that was recorded from then on, and can get some of the changes right before it again.
 */

const PREFIX = 'lc1_';
const FORM = /^lc1_([0-9a-z]{1,11})$/;

/** @param atMs Unix milliseconds */
export const liveCursorAt = (atMs: number): string =>
  `${PREFIX}${Math.max(0, Math.floor(atMs)).toString(36)}`;

/** Unix milliseconds; undefined if the text is no such cursor. */
export function timeOfLiveCursor(cursor: string): number | undefined {
  const digits = FORM.exec(cursor)?.[1];
  const atMs = digits === undefined ? Number.NaN : Number.parseInt(digits, 36);
  return Number.isSafeInteger(atMs) ? atMs : undefined;
}
