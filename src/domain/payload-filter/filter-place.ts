import { requestLimits } from '../limits.ts';
import { filterLimits } from './limits.ts';

/** One fault of a filter. */
export interface FilterFault {
  /** A JSON Pointer (RFC 6901) into the filter. Long names in it are shortened. */
  readonly pointer: string;
  /** The fault as a phrase: "must be a string". Never repeats a value from the request. */
  readonly detail: string;
}

/** A place in a filter while it is read. Faults are reported here. */
export class FilterPlace {
  /** A JSON Pointer (RFC 6901) into the filter. Long names in it are shortened. */
  readonly pointer: string;
  readonly #faults: FilterFault[];

  constructor(faults: FilterFault[], pointer = '') {
    this.#faults = faults;
    this.pointer = pointer;
  }

  at(name: string | number): FilterPlace {
    return new FilterPlace(this.#faults, `${this.pointer}${pointerStep(String(name))}`);
  }

  /** Returns undefined, so that a caller can return it. */
  fault(detail: string): undefined {
    if (this.#faults.length < filterLimits.faults) this.#faults.push({ pointer: this.pointer, detail });
  }
}

/** `/name`, as a step of a JSON Pointer. A long name is shortened. */
export const pointerStep = (name: string): string => `/${escaped(shortened(name))}`;

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function shortened(name: string): string {
  const most = requestLimits.faultNameCharacters;
  return name.length <= most ? name : `${name.slice(0, most)}…`;
}
