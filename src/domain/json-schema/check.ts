import { schemaLimits } from './limits.ts';
import { Faults, type Place, placeIn, root, type SchemaFault } from './schema-place.ts';

/** A compiled schema: one check for each keyword. */
export interface SchemaNode {
  readonly checks: Check[];
  /**
   * The checks of `unevaluatedProperties` and `unevaluatedItems`. They run last, after all other checks evaluated their
   * members.
   */
  unevaluated?: Check[];
}

/** Checks a value and reports its faults. */
type Check = (value: unknown, place: Place, run: Run) => void;

/** The check of this payload takes more steps, or goes deeper, than allowed. */
class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/** The steps that one check of one payload can still take, including those of failed trials. */
interface Allowance {
  steps: number;
}

/** Names of members, or indices of items, of the value that a schema is applied to. */
type Evaluated = Set<string | number>;

/** One check of one payload. */
class Run {
  readonly faults: Faults;
  readonly #allowance: Allowance;
  readonly #depth: number;
  #open = 0;
  /**
   * The members and items that schemas evaluated so far. Undefined unless a schema with an `unevaluated…` keyword is
   * being applied to the same value; and undefined after a failed `anyOf` or `oneOf`, which leaves its members unknown.
   */
  #evaluated: Evaluated | undefined;

  constructor(allowance: Allowance, faults: Faults, depth = 0, evaluated?: Evaluated) {
    this.#allowance = allowance;
    this.faults = faults;
    this.#depth = depth;
    this.#evaluated = evaluated;
  }

  /** @throws TooMuch */
  spend = (steps: number): void => {
    this.#allowance.steps -= steps;
    if (this.#allowance.steps < 0)
      throw new TooMuch('takes too many steps to check for a payload of its size');
  };

  fault(place: Place, detail: string): void {
    this.faults.add(place, detail);
  }

  /** Whether a keyword must try all its schemas even after the first match. */
  get needsEvaluated(): boolean {
    return this.#evaluated !== undefined;
  }

  /** Reports that no schema of several matches, or too many do. */
  faultOfChoice(place: Place, detail: string): void {
    this.fault(place, detail);
    this.#evaluated = undefined;
  }

  /** Applies a schema to a value and reports the value's faults. */
  apply(node: SchemaNode, value: unknown, place: Place): void {
    this.#open += 1;
    if (this.#depth + this.#open > schemaLimits.checkDepth)
      throw new TooMuch('is nested too deep to be checked');
    this.spend(1);
    if (node.unevaluated === undefined) this.#applyAll(node.checks, value, place);
    else this.#applyInScope(node.checks, node.unevaluated, value, place);
    this.#open -= 1;
  }

  #applyAll(checks: readonly Check[], value: unknown, place: Place): void {
    for (const check of checks) {
      if (this.faults.isFull) break;
      check(value, place, this);
    }
  }

  /** An `unevaluated…` keyword sees only the members that its own schema evaluates, not those of outer schemas. */
  #applyInScope(checks: readonly Check[], last: readonly Check[], value: unknown, place: Place): void {
    const outer = this.#evaluated;
    this.#evaluated = new Set();
    this.#applyAll(checks, value, place);
    if (this.#evaluated !== undefined) this.#applyAll(last, value, place);
    const inner = this.#evaluated;
    this.#evaluated = outer;
    this.#add(inner);
  }

  /** The same for a member or an item of a value. It counts as evaluated. */
  applyIn(node: SchemaNode, value: unknown, within: Place, name: string | number): void {
    this.evaluate(name);
    const evaluated = this.#evaluated;
    this.#evaluated = undefined;
    this.apply(node, value, placeIn(within, name));
    this.#evaluated = evaluated;
  }

  /** Records that a schema evaluated a member or an item, if a keyword needs to know. */
  evaluate(name: string | number): void {
    if (this.#evaluated === undefined) return;
    this.spend(schemaLimits.stepsPerEvaluated);
    this.#evaluated.add(name);
  }

  isEvaluated(name: string | number): boolean {
    this.spend(schemaLimits.stepsPerLookup);
    return this.#evaluated?.has(name) ?? false;
  }

  /** Copies the smaller set, so that sets that pass through many schemas are not copied at each. */
  #add(inner: Evaluated | undefined): void {
    const outer = this.#evaluated;
    if (outer === undefined || inner === undefined) {
      this.#evaluated = undefined;
      return;
    }
    const [small, large] = inner.size < outer.size ? [inner, outer] : [outer, inner];
    this.spend(small.size * schemaLimits.stepsPerEvaluated);
    for (const name of small) large.add(name);
    this.#evaluated = large;
  }

  /** Whether a value matches a schema. Reports nothing and evaluates nothing. */
  holds(node: SchemaNode, value: unknown): boolean {
    return !this.#try(node, value).faults.isFull;
  }

  /** The same, but if the schema matches, its members and items count as evaluated. */
  matches(node: SchemaNode, value: unknown): boolean {
    if (this.#evaluated === undefined) return this.holds(node, value);
    const trial = this.#try(node, value, new Set());
    if (trial.faults.isFull) return false;
    this.#add(trial.#evaluated);
    return true;
  }

  #try(node: SchemaNode, value: unknown, evaluated?: Evaluated): Run {
    const trial = new Run(this.#allowance, new Faults(1), this.#depth + this.#open, evaluated);
    trial.apply(node, value, root);
    return trial;
  }
}

/** The faults of a payload with this many bytes. */
export function faultsOf(node: SchemaNode, value: unknown, bytes: number): readonly SchemaFault[] {
  const faults = new Faults();
  const steps = schemaLimits.steps + bytes * schemaLimits.stepsPerByte;
  try {
    new Run({ steps }, faults).apply(node, value, root);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return [{ pointer: '', detail: error.message }];
  }
  return faults.list;
}
