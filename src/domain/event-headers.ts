import { requestLimits } from './limits.ts';

/** Headers that an event has of its own, beside its payload: they are stored with it and sent along. */

const VISIBLE_ASCII = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

export const isEventHeaderValue = (value: string): boolean =>
  value.length <= requestLimits.eventHeaderCharacters && VISIBLE_ASCII.test(value);
