import type { SQLInputValue } from 'node:sqlite';

interface Condition {
  readonly text: string;
  readonly value: SQLInputValue;
}

/** The conditions of a list, with their values in the same order. Filters that are not set add no condition. */
export class Conditions {
  readonly #conditions: readonly Condition[];

  constructor(conditions: readonly Condition[] = []) {
    this.#conditions = conditions;
  }

  /** These and one more. @param text with one `?`, for the value */
  and(text: string, value: SQLInputValue | undefined): Conditions {
    return value === undefined ? this : new Conditions([...this.#conditions, { text, value }]);
  }

  /** These and the others. */
  andAll(others: Conditions): Conditions {
    return new Conditions([...this.#conditions, ...others.#conditions]);
  }

  get text(): string {
    return this.#conditions.map(({ text }) => text).join(' AND ');
  }

  get values(): readonly SQLInputValue[] {
    return this.#conditions.map(({ value }) => value);
  }
}
