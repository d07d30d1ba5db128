import type { FieldFault } from './problem.ts';

/**
 * Opaque cursors: the last id of a page, and a hash of the list's filters, so that a cursor is rejected by a list with
 * other filters. Forging a cursor gains nothing: the API key decides which tenant's rows are listed.
 */

/** FNV-1a (32 bits) of the filters, in order. http://www.isthe.com/chongo/tech/comp/fnv */
export function filterHash(filter: object): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(JSON.stringify(filter))) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}

export const encodeCursor = (id: string, hash: string): string =>
  Buffer.from(`${hash}.${id}`).toString('base64url');

export type DecodedCursor<Id> =
  | { readonly ok: true; readonly id: Id }
  | { readonly ok: false; readonly error: FieldFault };

/** The id in a cursor, if the cursor was made for a list with these filters. */
export function decodeCursor<Id extends string>(
  cursor: string,
  hash: string,
  isId: (text: string) => text is Id,
): DecodedCursor<Id> {
  // The hash has no dot; names of event types may have dots, and ids of receivers line breaks.
  const [, madeFor, id = ''] = /^([^.]*)\.(.*)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!isId(id)) return refused('is not a cursor of this list');
  return madeFor === hash ? { ok: true, id } : refused('belongs to a list with other filters');
}

const refused = (detail: string) =>
  ({ ok: false, error: { in: 'query', pointer: '/cursor', detail } }) as const;
