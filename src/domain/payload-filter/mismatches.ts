import { alternativesOf, sizeOf } from './alternatives.ts';
import { pointerStep } from './filter-place.ts';
import { elementsOf, isObject, isScalar, type JsonObject, memberOf, type Scalar } from './json-values.ts';
import { filterLimits } from './limits.ts';
import { matcherOf } from './matching.ts';
import type { FieldRequirement, Requirement } from './requirements.ts';

/** One part of a filter that a payload does not match. */
export interface FilterMismatch {
  /** A JSON Pointer (RFC 6901) into the filter: a field, a `$or`, or an object of fields. */
  readonly pointer: string;
  /** A sentence for people, with up to `filterLimits.valuesShown` values of the payload. */
  readonly detail: string;
}

/**
 * Why a payload does not match, in at most `filterLimits.faults` reasons; empty if it matches. Fields that do not match
 * come first. If each field of an object matches by itself, the object is named: its fields must match within one array
 * element.
 */
export function mismatchesOf(requirement: Requirement, payload: unknown): readonly FilterMismatch[] {
  if (!isObject(payload)) {
    return [{ pointer: '', detail: 'The payload is not a JSON object, which no filter matches.' }];
  }
  if (isMet(requirement, payload)) return [];
  const budget = { comparisons: filterLimits.explanationComparisons };
  return unmetParts(requirement, payload, budget).slice(0, filterLimits.faults);
}

/** The comparisons left for the explanation. A large filter is explained less precisely. */
interface Budget {
  comparisons: number;
}

const isMet = (requirement: Requirement, payload: JsonObject): boolean =>
  alternativesOf(requirement).some((fields) => matcherOf(fields)(payload));

/** The parts of a requirement that are not met. */
function unmetParts(
  requirement: Requirement,
  payload: JsonObject,
  budget: Budget,
): readonly FilterMismatch[] {
  if (requirement.kind === 'field') return [unmetField(requirement, payload)];
  const { kind, parts, place } = requirement;
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return unmetParts(only, payload, budget);
  budget.comparisons -= sizeOf(requirement).comparisons;
  if (budget.comparisons < 0)
    return [{ pointer: place.pointer, detail: 'Some of these fields do not match.' }];
  const unmet = parts
    .filter((part) => !isMet(part, payload))
    .flatMap((part) => unmetParts(part, payload, budget));
  if (kind === 'any') {
    return [{ pointer: place.pointer, detail: 'None of the alternatives matches.' }, ...unmet];
  }
  return unmet.length > 0 ? unmet : [{ pointer: place.pointer, detail: NOT_IN_ONE_ELEMENT }];
}

const NOT_IN_ONE_ELEMENT =
  'Each of these fields matches by itself, but they do not match within the same object of an array.';

function unmetField({ path, place }: FieldRequirement, payload: JsonObject): FilterMismatch {
  const where = path.map(pointerStep).join('');
  const most = filterLimits.valuesShown;
  const found: string[] = [];
  for (const value of scalarsAt(payload, path)) if (found.push(shown(value)) > most) break;
  const values = found.slice(0, most).join(', ');
  if (found.length === 0) return { pointer: place.pointer, detail: `The payload has no value at ${where}.` };
  const detail =
    found.length === 1
      ? `The payload has ${values} at ${where}, which does not match.`
      : `The payload has ${values}${found.length > most ? ' and more' : ''} at ${where}; none of them matches.`;
  return { pointer: place.pointer, detail };
}

/** The strings, numbers, booleans and nulls at a path, in all elements of arrays on the way. */
function* scalarsAt(value: unknown, path: readonly string[]): Generator<Scalar> {
  if (Array.isArray(value)) {
    for (const element of elementsOf(value)) yield* scalarsAt(element, path);
    return;
  }
  const [name, ...rest] = path;
  if (name === undefined) {
    if (isScalar(value)) yield value;
  } else if (isObject(value)) {
    yield* scalarsAt(memberOf(value, name), rest);
  }
}

function shown(value: Scalar): string {
  const most = filterLimits.valueCharactersShown;
  const isLong = typeof value === 'string' && value.length > most;
  return JSON.stringify(isLong ? `${value.slice(0, most)}…` : value);
}
