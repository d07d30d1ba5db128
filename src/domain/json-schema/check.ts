import { schemaLimits } from '../limits.ts';
import { Faults, type Place, placeIn, root, type SchemaFault } from './schema-place.ts';

/** A schema as it is applied: what each of its keywords looks at. */
export interface SchemaNode {
  readonly checks: Check[];
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

/** One check of one payload. */
class Run {
  readonly faults: Faults;
  readonly #allowance: Allowance;
  readonly #depth: number;
  #open = 0;

  constructor(allowance: Allowance, faults: Faults, depth = 0) {
    this.#allowance = allowance;
    this.faults = faults;
    this.#depth = depth;
  }

  /** @throws TooMuch */
  spend = (steps: number): void => {
    this.#allowance.steps -= steps;
    if (this.#allowance.steps < 0)
      throw new TooMuch('takes more steps to check than a payload of its size may');
  };

  fault(place: Place, detail: string): void {
    this.faults.add(place, detail);
  }

  /** Applies a schema to a value, whose faults are reported. */
  apply({ checks }: SchemaNode, value: unknown, place: Place): void {
    this.#open += 1;
    if (this.#depth + this.#open > schemaLimits.checkDepth)
      throw new TooMuch('is nested too deep to be checked');
    this.spend(1);
    for (const check of checks) {
      if (this.faults.isFull) break;
      check(value, place, this);
    }
    this.#open -= 1;
  }

  /** The same for a member or an item of a value. */
  applyIn(node: SchemaNode, value: unknown, within: Place, name: string | number): void {
    this.apply(node, value, placeIn(within, name));
  }

  /** Whether a value is what a schema asks for; nothing is reported. */
  holds(node: SchemaNode, value: unknown): boolean {
    const trial = new Run(this.#allowance, new Faults(1), this.#depth + this.#open);
    trial.apply(node, value, root);
    return !trial.faults.isFull;
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
