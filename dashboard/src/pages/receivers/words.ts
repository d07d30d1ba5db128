import type { Receiver } from '../../../../client/src/posthorn.ts';
import { count } from '../../format/numbers.ts';

/** `10 a second, up to 20 at once` */
export function rateInWords(limit: Receiver['rate_limit']): string {
  if (limit === null) return 'none';
  const { per_second, burst } = limit;
  return `${per_second} a second${burst == null ? '' : `, up to ${count(burst)} at once`}`;
}
