import type { FilterPlace } from './filter-place.ts';
import { isScalar, type Scalar } from './json-values.ts';

/** A filter's condition on the values at one place of a payload. */
export interface Condition {
  readonly accepts: (value: Scalar) => boolean;
  /** Whether a payload without a value there matches. */
  readonly acceptsAbsence: boolean;
  /** The cost of a check of one value: see `filterLimits`. */
  readonly comparisons: number;
  readonly wildcards: number;
}

/** A condition on a value that must exist, as cheap as one comparison. */
export const simpleCondition = (accepts: (value: Scalar) => boolean): Condition => ({
  accepts,
  acceptsAbsence: false,
  comparisons: 1,
  wildcards: 0,
});

/** A plain value of a filter; undefined if it has a fault, which is then reported. */
export function readScalar(value: unknown, place: FilterPlace): Scalar | undefined {
  if (!isScalar(value)) return place.fault('must be a string, a number, true, false or null');
  if (typeof value === 'number' && !Number.isFinite(value)) return place.fault('is too large a number');
  if (typeof value === 'string' && !value.isWellFormed()) {
    return place.fault('has an unpaired surrogate, which UTF-8 cannot encode');
  }
  return value;
}
