/** Times as a reader reads them. Inputs are RFC 3339 strings in UTC, as the API answers them. */

const inZone = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

/** In the reader's time zone: `30 Nov 2026, 20:15:09`. */
export const zoneTime = (at: string): string => inZone.format(new Date(at));

/** `2026-11-30 19:15:09.123 UTC` */
export const utcTime = (at: string): string =>
  `${new Date(at).toISOString().replace('T', ' ').replace('Z', '')} UTC`;

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `5 min. ago`, `in 2 hr.` */
export function relativeTime(at: string, nowMs: number): string {
  const seconds = (Date.parse(at) - nowMs) / 1_000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return relative.format(Math.round(seconds), 'second');
}

/** The value of an `<input type="datetime-local">`: in the reader's zone, without a zone. Empty for an invalid time. */
export function localInput(at: string): string {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @returns RFC 3339 in UTC; empty for an empty input */
export function fromLocalInput(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}

/** `850 ms`, `12.5 s`, `3 min 20 s`, `2 h 5 min`, `7 d` */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return pair(whole, 60, 'min', 1, 's');
  if (whole < 86_400) return pair(whole, 3_600, 'h', 60, 'min');
  return pair(whole, 86_400, 'd', 3_600, 'h');
}

function pair(seconds: number, size: number, unit: string, smallSize: number, smallUnit: string): string {
  const rest = Math.floor((seconds % size) / smallSize);
  return `${Math.floor(seconds / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${smallUnit}`}`;
}
