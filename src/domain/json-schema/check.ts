import { schemaLimits } from '../limits.ts';
import { Faults, type Place, placeIn, root, type SchemaFault } from './schema-place.ts';

/** A schema as it is applied: what each of its keywords looks at. */
export interface SchemaNode {
  readonly checks: Check[];
  /** The checks of `unevaluatedProperties` and `unevaluatedItems`: they run last, and need to know what all others evaluated. */
  unevaluated?: Check[];
}

/** Looks at a value, and reports what is wrong with it. */
type Check = (value: unknown, place: Place, run: Run) => void;

/** Checking this payload takes more steps, or goes deeper, than it may. */
class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/** What one check of one payload may still spend, whatever it tries on the way. */
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
   * The members and items that schemas evaluated so far. Undefined unless a schema with an `unevaluated…` keyword is being
   * applied to the same value, and after an `anyOf` or `oneOf` that failed: then nothing is known of its members.
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

  /** Whether a keyword must try all of its schemas, although the first that matches would do. */
  get needsEvaluated(): boolean {
    return this.#evaluated !== undefined;
  }

  /** Reports that none of some schemas matches, or too many. */
  faultOfChoice(place: Place, detail: string): void {
    this.fault(place, detail);
    this.#evaluated = undefined;
  }

  /** Applies a schema to a value, whose faults are reported. */
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

  /** An `unevaluated…` keyword sees what its own schema evaluates, and not what schemas around it do. */
  #applyInScope(checks: readonly Check[], last: readonly Check[], value: unknown, place: Place): void {
    const outer = this.#evaluated;
    this.#evaluated = new Set();
    this.#applyAll(checks, value, place);
    if (this.#evaluated !== undefined) this.#applyAll(last, value, place);
    const inner = this.#evaluated;
    this.#evaluated = outer;
    this.#add(inner);
  }

  /** The same for a member or an item of a value, which is evaluated by that. */
  applyIn(node: SchemaNode, value: unknown, within: Place, name: string | number): void {
    this.evaluate(name);
    const evaluated = this.#evaluated;
    this.#evaluated = undefined;
    this.apply(node, value, placeIn(within, name));
    this.#evaluated = evaluated;
  }

  /** Remembers that a schema evaluated a member or an item, where that matters. */
  evaluate(name: string | number): void {
    if (this.#evaluated === undefined) return;
    this.spend(schemaLimits.stepsPerEvaluated);
    this.#evaluated.add(name);
  }

  isEvaluated(name: string | number): boolean {
    this.spend(schemaLimits.stepsPerLookup);
    return this.#evaluated?.has(name) ?? false;
  }

  /** The smaller set is copied, so that sets which pass through many schemas are not copied at each. */
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

  /** Whether a value is what a schema asks for; nothing is reported, nor evaluated by that. */
  holds(node: SchemaNode, value: unknown): boolean {
    return !this.#try(node, value).faults.isFull;
  }

  /** The same, for a schema whose members and items are evaluated if it matches. */
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

/** What is wrong with a payload of so many bytes. */
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
