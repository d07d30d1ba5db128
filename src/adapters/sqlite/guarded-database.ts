import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Turns an error of SQLite into the error to throw instead. Can record it. */
export type ErrorTranslation = (error: unknown) => unknown;

/** A connection whose statements report every error, so that each fault of the store is noticed. */
export class GuardedDatabase extends DatabaseSync {
  readonly #translate: ErrorTranslation;

  constructor(file: string, translate: ErrorTranslation) {
    super(file);
    this.#translate = translate;
  }

  override prepare(sql: string): StatementSync {
    const statement = this.#guarded(() => super.prepare(sql));
    const { run, get, all, iterate } = statement;
    const guarded =
      <Result>(method: (...values: never[]) => Result) =>
      (...values: readonly unknown[]): Result =>
        this.#guarded(() => Reflect.apply(method, statement, values) as Result);
    statement.run = guarded(run);
    statement.get = guarded(get);
    statement.all = guarded(all);
    statement.iterate = (...values: readonly unknown[]) =>
      this.#guardedRows(Reflect.apply(iterate, statement, values) as ReturnType<typeof iterate>);
    return statement;
  }

  *#guardedRows<Row>(rows: Iterable<Row>): NodeJS.Iterator<Row> {
    try {
      for (const row of rows) yield row;
    } catch (error) {
      throw this.#translate(error);
    }
  }

  #guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw this.#translate(error);
    }
  }
}
