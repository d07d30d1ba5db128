import type * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { lengthMostOf } from './large-json.ts';
import { type FieldFault, pointerTo } from './problem.ts';

/**
 * Finds lists that are far too long and objects with far too many unknown members. Zod would check each element and
 * keep an issue for each, which takes seconds for a body of 4 MiB.
 */

type Path = readonly PropertyKey[];
type Schema = z.core.$ZodType;

/**
 * At most `requestLimits.faultsListed` faults, found without looking at the excess elements. Empty: leave the body to
 * zod.
 */
export function excessIn(schema: Schema, value: unknown): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  look(schema, value, [], faults);
  return faults;
}

function look(schema: Schema, value: unknown, path: Path, faults: FieldFault[]): void {
  if (typeof value !== 'object' || value === null) return;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      lookAtMembers(def, value, path, faults);
      return;
    case 'array':
      if (Array.isArray(value)) lookAtElements(schema, def.element, value, path, faults);
      return;
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      look(def.innerType, value, path, faults);
      return;
    case 'pipe':
      look(def.in, value, path, faults);
      return;
    default:
  }
}

function lookAtMembers(def: z.core.$ZodObjectDef, value: object, path: Path, faults: FieldFault[]): void {
  if (Array.isArray(value)) return;
  const isStrict = def.catchall?._zod.def.type === 'never';
  if (isStrict) faults.push(...unknownMembers(def.shape, value, path));
  for (const [name, member] of Object.entries(def.shape)) {
    if (faults.length >= requestLimits.faultsListed) return;
    if (Object.hasOwn(value, name))
      look(member, (value as Record<string, unknown>)[name], [...path, name], faults);
  }
}

/** The first unknown members, if there are more of them than one answer lists. */
function unknownMembers(shape: object, value: object, path: Path): readonly FieldFault[] {
  const unknown: string[] = [];
  for (const name in value) {
    if (Object.hasOwn(shape, name)) continue;
    unknown.push(name);
    if (unknown.length > requestLimits.faultsListed) break;
  }
  if (unknown.length <= requestLimits.faultsListed) return [];
  return unknown.slice(0, requestLimits.faultsListed).map((name) => ({
    in: 'body',
    pointer: pointerTo([...path, name]),
    detail: 'is not a field of this object',
  }));
}

function lookAtElements(
  schema: Schema,
  element: Schema,
  value: readonly unknown[],
  path: Path,
  faults: FieldFault[],
): void {
  const most = lengthMostOf(schema);
  if (most !== undefined && value.length > most) {
    faults.push({ in: 'body', pointer: pointerTo(path), detail: `must be at most ${most} items` });
    return;
  }
  if (most === undefined) return;
  for (const [n, one] of value.entries()) {
    if (faults.length >= requestLimits.faultsListed) return;
    look(element, one, [...path, n], faults);
  }
}
