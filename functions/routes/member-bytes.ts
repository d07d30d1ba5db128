import { memberSlice } from '../../src/api/json-members.ts';
import { Refusal } from '../middleware/http.ts';

export const GIVEN_TWICE = 'is there more than once: which one is meant?';

/**
 * The bytes of a member of a JSON object, exactly as they stand there (a view, not a copy).
 * @param fault where the member is in the whole body, and what cannot be told without it
 * @throws Refusal when it is missing, or there twice
 */
export function memberBytes(
  object: Uint8Array,
  name: string,
  { pointer, detail }: { readonly pointer: string; readonly detail: string },
): Uint8Array {
  const slice = memberSlice(object, name);
  if (slice instanceof Uint8Array) return slice;
  const what = slice === 'duplicate' ? GIVEN_TWICE : 'is missing';
  throw new Refusal('malformed-request', detail, { faults: [{ in: 'body', pointer, detail: what }] });
}
