import { requestLimits } from '../limits.ts';
import { schemaLimits } from './limits.ts';

/** One fault of a schema or a payload. */
export interface SchemaFault {
  /** A JSON Pointer (RFC 6901). Long names in it are shortened. */
  readonly pointer: string;
  /** The fault as a phrase: "must be a string". Never repeats a value from the request. */
  readonly detail: string;
}

/** A list of faults with a maximum length. */
export class Faults {
  readonly list: SchemaFault[] = [];
  readonly #most: number;

  constructor(most: number = schemaLimits.faults) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.list.length >= this.#most;
  }

  add(place: Place, detail: string): void {
    if (!this.isFull) this.list.push({ pointer: pointerOf(place, shortened), detail });
  }
}

/**
 * A place in a JSON value: the names that lead to it, from the last one on. Created at each step, and seldom written
 * out.
 */
export interface Place {
  readonly name: string | number;
  /** `null`: this is the value itself, to which no name leads. */
  readonly within: Place | null;
}

export const root: Place = { name: '', within: null };

export const placeIn = (within: Place, name: string | number): Place => ({ name, within });

/** A JSON Pointer, with each name spelled by `spelled`. */
export function pointerOf(place: Place, spelled: (name: string) => string = (name) => name): string {
  const names: string[] = [];
  for (let at = place; at.within !== null; at = at.within) names.push(escaped(spelled(String(at.name))));
  return names
    .reverse()
    .map((name) => `/${name}`)
    .join('');
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function shortened(name: string): string {
  const most = requestLimits.faultNameCharacters;
  return name.length <= most ? name : `${name.slice(0, most)}…`;
}
