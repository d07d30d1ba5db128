import { memberSlices } from '../../domain/json-members.ts';
import { Refusal } from './http.ts';
import { pointerTo } from './problem.ts';

export const GIVEN_TWICE = 'is there more than once: which one is meant?';

/**
 * The bytes of a member of a JSON object, exactly as they stand there (a view, not a copy).
 *
 * @param place where the object is in the whole body
 * @throws Refusal when the member is missing, or any member of the object is there twice
 */
export function memberBytes(
  object: Uint8Array,
  name: string,
  place: { readonly path: readonly (string | number)[]; readonly detail: string },
): Uint8Array {
  const { slices, duplicate } = memberSlices(object);
  const slice = slices.get(name);
  if (duplicate === undefined && slice !== undefined) return slice;
  const [fault, what] = duplicate === undefined ? [name, 'is missing'] : [duplicate, GIVEN_TWICE];
  const pointer = pointerTo([...place.path, fault]);
  throw new Refusal('malformed-request', place.detail, { faults: [{ in: 'body', pointer, detail: what }] });
}
