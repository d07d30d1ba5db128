import type { FilterPlace } from './filter-place.ts';
import { isScalar, type Scalar } from './json-values.ts';

/** What a filter asks of the values at one place of a payload. */
export interface Condition {
  readonly accepts: (value: Scalar) => boolean;
  /** Whether a payload meets it that has no value there. */
  readonly acceptsAbsence: boolean;
  /** What a look at one value costs: see `filterLimits`. */
  readonly comparisons: number;
  readonly wildcards: number;
}

/** A condition on a value that must be there, as cheap as one comparison. */
export const simpleCondition = (accepts: (value: Scalar) => boolean): Condition => ({
  accepts,
  acceptsAbsence: false,
  comparisons: 1,
  wildcards: 0,
});

/** A plain value of a filter; undefined when it is at fault, which is then reported. */
export function readScalar(value: unknown, place: FilterPlace): Scalar | undefined {
  if (!isScalar(value)) return place.fault('must be a string, a number, true, false or null');
  if (typeof value === 'number' && !Number.isFinite(value)) return place.fault('is too large a number');
  if (typeof value === 'string' && !value.isWellFormed()) {
    return place.fault('has an unpaired surrogate, which UTF-8 cannot encode');
  }
  return value;
}
