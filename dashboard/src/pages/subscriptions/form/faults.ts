import { ProblemError } from '../../../../../client/src/posthorn.ts';
import type { Draft } from './draft.ts';
import type { TextFaults } from './settings.ts';

/** The props of every part of the form. */
export interface PartProps {
  readonly draft: Draft;
  readonly update: (change: Partial<Draft>) => void;
  readonly faults: Faults;
}

/** The faults of the form's values, by JSON Pointer: those that the API found, and those of texts that were not sent. */
export class Faults {
  readonly #all: readonly (readonly [pointer: string, detail: string])[];

  constructor(error: unknown, texts: TextFaults) {
    const found = error instanceof ProblemError ? error.errors : [];
    this.#all = [
      ...Object.entries(texts),
      ...found
        .filter((fault) => fault.in === 'body')
        .map(({ pointer, detail }) => [pointer, detail] as const),
    ];
  }

  get pointers(): readonly string[] {
    return this.#all.map(([pointer]) => pointer);
  }

  /** The fault of exactly this value. */
  at(pointer: string): string | undefined {
    return joined(this.#all.filter(([each]) => each === pointer).map(([, detail]) => detail));
  }

  /** The faults of a value and of everything in it that has no field of its own, each with its place. */
  in(pointer: string, fields: readonly string[] = []): string | undefined {
    const own = fields.map((name) => `${pointer}/${name}`);
    return joined(
      this.#all
        .filter(([each]) => isWithin(each, pointer) && !own.includes(each))
        .map(([each, detail]) => (each === pointer ? detail : `${each.slice(pointer.length)}: ${detail}`)),
    );
  }

  /** The faults of a value and of everything in it, by JSON Pointer within it. */
  within(pointer: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.#all
        .filter(([each]) => isWithin(each, pointer))
        .map(([each, detail]) => [each.slice(pointer.length), detail]),
    );
  }

  has(...pointers: readonly string[]): boolean {
    return this.#all.some(([each]) => pointers.some((pointer) => isWithin(each, pointer)));
  }
}

const isWithin = (each: string, pointer: string): boolean =>
  each === pointer || each.startsWith(`${pointer}/`);

const joined = (details: readonly string[]): string | undefined =>
  details.length === 0 ? undefined : details.join('\n');

/** A name as a part of a JSON Pointer (RFC 6901). */
export const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
