import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { FieldFault } from './problem.ts';

/**
 * A field that only Posthorn sets, in a body that changes a resource, so that the answer to a `GET` can be sent back
 * unchanged. `not` leaves it out of the documented schema, since callers cannot set it.
 */
export const sentBack = z.unknown().optional().meta({ not: {} });

/** The names of these fields whose sent values differ from the stored ones. */
export function changedSentBack(
  names: object,
  sent: object,
  current: object,
  howElse: Readonly<Record<string, string>> = {},
): readonly FieldFault[] {
  const valuesOf = (fields: object) => new Map(Object.entries(fields));
  const given = valuesOf(sent);
  const stored = valuesOf(current);
  return Object.keys(names)
    .filter((name) => given.get(name) !== undefined && !isDeepStrictEqual(given.get(name), stored.get(name)))
    .map((name): FieldFault => {
      const how = howElse[name];
      return {
        in: 'body',
        pointer: `/${name}`,
        detail: `is read-only${how === undefined ? '' : `: ${how}`}`,
      };
    });
}
