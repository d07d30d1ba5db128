import { requestLimits } from '../limits.ts';
import { filterLimits } from './limits.ts';

/** One thing that is wrong with a filter. */
export interface FilterFault {
  /** A JSON Pointer (RFC 6901) into the filter; a long name is shortened in it. */
  readonly pointer: string;
  /** What is wrong there, as a phrase about it: "must be a string". Never repeats what was sent. */
  readonly detail: string;
}

/** A place in a filter that is being read, where faults are reported. */
export class FilterPlace {
  /** A JSON Pointer (RFC 6901) into the filter; a long name is shortened in it. */
  readonly pointer: string;
  readonly #faults: FilterFault[];

  constructor(faults: FilterFault[], pointer = '') {
    this.#faults = faults;
    this.pointer = pointer;
  }

  at(name: string | number): FilterPlace {
    return new FilterPlace(this.#faults, `${this.pointer}${pointerStep(String(name))}`);
  }

  /** Returns undefined, for whoever has nothing to return then. */
  fault(detail: string): undefined {
    if (this.#faults.length < filterLimits.faults) this.#faults.push({ pointer: this.pointer, detail });
  }
}

/** `/name`, as a JSON Pointer has it; a long name is shortened. */
export const pointerStep = (name: string): string => `/${escaped(shortened(name))}`;

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function shortened(name: string): string {
  const most = requestLimits.faultNameCharacters;
  return name.length <= most ? name : `${name.slice(0, most)}…`;
}
