import { schemaLimits } from './limits.ts';
import { type Assertion, type Expression, PatternFault, parsePattern } from './pattern-syntax.ts';

/**
 * Patterns that take time in proportion to the text, whatever both are: an automaton is in all its states at once, where
 * the engine's own matcher would try one way after another, and some patterns have more ways than there is time.
 * https://swtch.com/~rsc/regexp/regexp1.html
 */
export interface Pattern {
  /** How many states its automaton has. */
  readonly stateCount: number;
  /** Whether it is found anywhere in the text. `spend` is told of the steps that this takes, and may throw. */
  isIn(text: string, spend: (steps: number) => void): boolean;
}

/** @throws PatternFault */
export function compilePattern(text: string): Pattern {
  if (text.length > schemaLimits.patternCharacters) {
    throw new PatternFault(`is longer than ${schemaLimits.patternCharacters} characters`);
  }
  const automaton = new Automaton();
  const start = automaton.build(parsePattern(text), automaton.accepting);
  const { states } = automaton;
  return {
    stateCount: states.length,
    isIn: (subject, spend) => new Walk(states, start, spend).isIn(subject),
  };
}

type State =
  | { readonly kind: 'accepting' }
  | { readonly kind: 'character'; readonly matches: (character: string) => boolean; readonly next: number }
  | { readonly kind: 'assertion'; readonly holds: Assertion; readonly next: number }
  | { readonly kind: 'fork'; readonly to: readonly number[] };

class Automaton {
  readonly states: State[] = [{ kind: 'accepting' }];
  readonly accepting = 0;
  #built = 0;

  /** The states of an expression that goes on to `next`; returns where it begins. */
  build(expression: Expression, next: number): number {
    // Also what adds no state is counted: `(?:){9999999}` has none.
    this.#built += 1;
    if (this.#built > schemaLimits.patternStates) {
      throw new PatternFault(
        `is too large: its automaton has more than ${schemaLimits.patternStates} states`,
      );
    }
    switch (expression.kind) {
      case 'character':
      case 'assertion':
        return this.#add({ ...expression, next });
      case 'sequence':
        return expression.parts.reduceRight((after, part) => this.build(part, after), next);
      case 'choice': {
        const to = expression.parts.map((part) => this.build(part, next));
        return to.length === 1 ? (to[0] ?? next) : this.#add({ kind: 'fork', to });
      }
      case 'repeat':
        return this.#repeated(expression, next);
    }
  }

  #repeated({ part, least, most }: Expression & { readonly kind: 'repeat' }, next: number): number {
    let at = next;
    if (most === Infinity) {
      const to = [next];
      at = this.#add({ kind: 'fork', to });
      to.push(this.build(part, at));
    } else {
      for (let n = least; n < most; n += 1)
        at = this.#add({ kind: 'fork', to: [next, this.build(part, at)] });
    }
    for (let n = 0; n < least; n += 1) at = this.build(part, at);
    return at;
  }

  #add(state: State): number {
    this.states.push(state);
    return this.states.length - 1;
  }
}

/** One reading of a text. */
class Walk {
  readonly #states: readonly State[];
  readonly #start: number;
  readonly #spend: (steps: number) => void;
  /** At which character a state was entered last. */
  readonly #enteredAt: Int32Array;
  #active: number[] = [];

  constructor(states: readonly State[], start: number, spend: (steps: number) => void) {
    this.#states = states;
    this.#start = start;
    this.#spend = spend;
    this.#enteredAt = new Int32Array(states.length).fill(-1);
  }

  isIn(text: string): boolean {
    let before: string | undefined;
    let waiting: number[] = [];
    let at = 0;
    for (let index = 0; ; at += 1) {
      const after = index < text.length ? String.fromCodePoint(text.codePointAt(index) ?? 0) : undefined;
      // It may begin at every character.
      if (this.#enter([this.#start, ...waiting], at, before, after)) return true;
      if (after === undefined) return false;
      waiting = this.#step(after);
      before = after;
      index += after.length;
    }
  }

  /** Enters states, and all that they lead to without a character. Returns whether it is found already. */
  #enter(open: number[], at: number, before: string | undefined, after: string | undefined): boolean {
    this.#active = [];
    let steps = 1;
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (this.#enteredAt[id] === at) continue;
      this.#enteredAt[id] = at;
      steps += 1;
      const state = this.#states[id] as State;
      if (state.kind === 'accepting') return true;
      if (state.kind === 'character') this.#active.push(id);
      else if (state.kind === 'fork') open.push(...state.to);
      else if (state.holds(before, after)) open.push(state.next);
    }
    this.#spend(steps);
    return false;
  }

  #step(character: string): number[] {
    const next: number[] = [];
    for (const id of this.#active) {
      const state = this.#states[id] as State & { readonly kind: 'character' };
      if (state.matches(character)) next.push(state.next);
    }
    this.#spend(this.#active.length);
    return next;
  }
}
