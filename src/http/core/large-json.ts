import type * as z from 'zod';
import {
  firstElements,
  type JsonKind,
  kindOfJson,
  scalarOrStandIn,
  wantedMembers,
} from '../../domain/json-members-wanted.ts';
import { requestLimits } from '../../domain/limits.ts';

/**
 * Parses large JSON only as far as a schema looks at it: enough elements of a list to show that it is too long, as many
 * unknown members of an object as an answer lists, and no payload that is delivered byte for byte.
 */

type Schema = z.core.$ZodType;

const verbatims = new WeakSet<Schema>();

/** Marks a schema that accepts every value, and of which only the bytes are used. */
export function verbatim<Marked extends Schema>(schema: Marked): Marked {
  verbatims.add(schema);
  return schema;
}

/**
 * A value for which the schema gives the same verdict as for the whole, except for faults beyond those listed.
 * @param bytes valid JSON in UTF-8
 */
export function valueBySchema(schema: Schema, bytes: Uint8Array): unknown {
  const kind = kindOfJson(bytes);
  const inner = withoutWrappers(schema);
  if (kind === 'scalar' || verbatims.has(inner)) return scalarOrStandIn(bytes);
  const { def } = (inner as z.core.$ZodTypes)._zod;
  if (def.type === 'object' && kind === 'object') return membersBySchema(def, bytes);
  if (def.type === 'array' && kind === 'list') return elementsBySchema(inner, def.element, bytes);
  return isRefused(def.type, kind) ? scalarOrStandIn(bytes) : JSON.parse(Buffer.from(bytes).toString());
}

function withoutWrappers(schema: Schema): Schema {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return withoutWrappers(def.innerType);
    case 'pipe':
      return withoutWrappers(def.in);
    default:
      return schema;
  }
}

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'literal', 'enum', 'null']);

/** Whether a schema of this type rejects every such object or list. */
const isRefused = (type: string, kind: JsonKind): boolean =>
  SCALARS.has(type) || (type === 'object' && kind === 'list') || (type === 'array' && kind === 'object');

function membersBySchema({ shape, catchall }: z.core.$ZodObjectDef, bytes: Uint8Array): unknown {
  if (catchall !== undefined && catchall._zod.def.type !== 'never')
    return JSON.parse(Buffer.from(bytes).toString());
  const { slices, others } = wantedMembers(bytes, Object.keys(shape), requestLimits.faultsListed + 1);
  const known = [...slices].map(([name, slice]) => [name, memberBySchema(shape[name], slice)] as const);
  return Object.fromEntries([...known, ...[...others].map((name) => [name, null] as const)]);
}

const memberBySchema = (schema: Schema | undefined, slice: Uint8Array): unknown =>
  schema === undefined ? null : valueBySchema(schema, slice);

function elementsBySchema(schema: Schema, element: Schema, bytes: Uint8Array): unknown {
  const most = lengthMostOf(schema);
  if (most === undefined) return JSON.parse(Buffer.from(bytes).toString());
  const slices = firstElements(bytes, most + 1);
  if (slices.length > most) return slices.map(() => null);
  return slices.map((slice) => valueBySchema(element, slice));
}

/** The limit that `.max()` sets on a list. */
export function lengthMostOf(schema: Schema): number | undefined {
  const limits = schema._zod.def.checks?.map(({ _zod }) => _zod.def) ?? [];
  const limit = limits.find(({ check }) => check === 'max_length') as
    | z.core.$ZodCheckMaxLengthDef
    | undefined;
  return limit?.maximum;
}
