import type { Condition } from './condition.ts';
import type { FilterPlace } from './filter-place.ts';
import { isObject, type JsonObject } from './json-values.ts';
import { filterLimits } from './limits.ts';
import { isOperator } from './operators.ts';
import { readValueList } from './value-list.ts';

/** The requirements of a filter, in its structure: all fields of an object must match, and any of those in `$or`. */
export type Requirement =
  | FieldRequirement
  | {
      readonly kind: 'all' | 'any';
      readonly parts: readonly Requirement[];
      /** The place in the filter: an object of fields, or a list of `$or`. */
      readonly place: FilterPlace;
    };

export interface FieldRequirement {
  readonly kind: 'field';
  /**
   * The names that lead to the field from the payload's root. Ruler joins them with dots, and so mixes up some paths.
   */
  readonly path: readonly string[];
  readonly condition: Condition;
  /** The place in the filter. */
  readonly place: FilterPlace;
}

const OR = '$or';

/** Names that Ruler reserves inside `$or`, besides its operators, for future operators. */
const RESERVED_NAMES = new Set([
  ...['exactly', '=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

interface Position {
  readonly place: FilterPlace;
  readonly path: readonly string[];
  readonly depth: number;
  readonly isInOr: boolean;
}

/** Undefined or incomplete if the filter has a fault, which is then reported. */
export const readRequirement = (filter: unknown, place: FilterPlace): Requirement | undefined =>
  isObject(filter)
    ? readFields(filter, { place, path: [], depth: 1, isInOr: false })
    : place.fault('must be an object');

function readFields(fields: JsonObject, position: Position): Requirement | undefined {
  const entries = Object.entries(fields);
  if (entries.length === 0) return position.place.fault('must name at least one field');
  if (position.depth > filterLimits.depth) {
    return position.place.fault(`is nested more than ${filterLimits.depth} objects deep`);
  }
  const parts = entries.map(([name, value]) => {
    const place = position.place.at(name);
    return name === OR
      ? readOr(value, { ...position, place })
      : readField(name, value, { ...position, place });
  });
  return { kind: 'all', parts: parts.filter((part) => part !== undefined), place: position.place };
}

function readOr(alternatives: unknown, position: Position): Requirement | undefined {
  const { place } = position;
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    return place.fault('must be a list of at least two objects');
  }
  const parts = alternatives.map((alternative: unknown, index) => {
    const at = { ...position, place: place.at(index), depth: position.depth + 1, isInOr: true };
    return isObject(alternative) ? readFields(alternative, at) : at.place.fault('must be an object');
  });
  return { kind: 'any', parts: parts.filter((part) => part !== undefined), place };
}

function readField(name: string, value: unknown, position: Position): Requirement | undefined {
  const { place } = position;
  if (!name.isWellFormed()) return place.fault('has an unpaired surrogate, which UTF-8 cannot encode');
  const path = [...position.path, name];
  if (position.isInOr && (isOperator(name) || RESERVED_NAMES.has(name))) {
    return place.fault('cannot be a field name inside $or');
  }
  if (isObject(value)) return readFields(value, { ...position, path, depth: position.depth + 1 });
  if (!Array.isArray(value)) {
    return place.fault(
      isOperator(name)
        ? 'is an operator, which must be in a list, such as [{"prefix": "a"}]'
        : 'must be a list of values, or an object of fields',
    );
  }
  const condition = readValueList(value, place);
  return condition && { kind: 'field', path, condition, place };
}
