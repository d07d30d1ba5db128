import type { SQLInputValue } from 'node:sqlite';

/** The conditions of a list, with their values in the same order: those that a filter leaves out are left out. */
export class Conditions {
  readonly #texts: string[] = [];
  readonly #values: SQLInputValue[] = [];

  /** @param text with one `?`, for the value */
  and(text: string, value: SQLInputValue | undefined): this {
    if (value === undefined) return this;
    this.#texts.push(text);
    this.#values.push(value);
    return this;
  }

  get text(): string {
    return this.#texts.join(' AND ');
  }

  get values(): readonly SQLInputValue[] {
    return this.#values;
  }
}
