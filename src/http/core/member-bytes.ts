import { memberSlices } from '../../domain/json-members.ts';
import { Refusal } from './http.ts';
import { pointerTo } from './problem.ts';

export const GIVEN_TWICE = 'is given more than once. Send it once';

/**
 * The bytes of a member of a JSON object, exactly as sent (a view, not a copy).
 * @param place of the object in the whole body
 * @throws Refusal if the member is missing, or if any member of the object is repeated
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
