import type { FieldFault } from './problem.ts';

/**
 * Opaque cursors: the last id of a page, and a hash of the filters that the list was made with, so that a cursor is
 * not carried over to another list. There is nothing to forge: whose rows are listed comes from the API key.
 */

/** FNV-1a (32 bits) of the filters, in their order. http://www.isthe.com/chongo/tech/comp/fnv */
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

/** The id in a cursor, if it was made for a list with these filters. */
export function decodeCursor<Id extends string>(
  cursor: string,
  hash: string,
  isId: (text: string) => text is Id,
): DecodedCursor<Id> {
  // The hash has no dot; names of event types have.
  const [, madeFor, id = ''] = /^([^.]*)\.(.*)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!isId(id)) return refused('is not a cursor of this list');
  return madeFor === hash ? { ok: true, id } : refused('belongs to a list with other filters');
}

const refused = (detail: string) =>
  ({ ok: false, error: { in: 'query', pointer: '/cursor', detail } }) as const;
