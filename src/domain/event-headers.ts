import { requestLimits } from './limits.ts';

/** The headers of an event: stored beside its payload and sent with each attempt. */

const VISIBLE_ASCII = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

export const isEventHeaderValue = (value: string): boolean =>
  value.length <= requestLimits.eventHeaderCharacters && VISIBLE_ASCII.test(value);
