import { requestLimits } from '../limits.ts';
import { schemaLimits } from './limits.ts';

/** One thing that is wrong with a schema, or with a payload. */
export interface SchemaFault {
  /** A JSON Pointer (RFC 6901); a long name is shortened in it. */
  readonly pointer: string;
  /** What is wrong there, as a phrase about it: "must be a string". Never repeats a value that was sent. */
  readonly detail: string;
}

/** A list of faults that does not grow for ever. */
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

/** A place in a JSON value: the names that lead to it, from the last one on. Made at every step, and seldom written out. */
export interface Place {
  readonly name: string | number;
  readonly within: Place;
}

/** The value itself. Nothing leads to it, so that it is known by being this. */
export const root: Place = { name: '', within: null as unknown as Place };

export const placeIn = (within: Place, name: string | number): Place => ({ name, within });

/** A JSON Pointer, with each name as `spelled` has it. */
export function pointerOf(place: Place, spelled: (name: string) => string = (name) => name): string {
  const names: string[] = [];
  for (let at = place; at !== root; at = at.within) names.push(escaped(spelled(String(at.name))));
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
