import { schemaLimits } from './limits.ts';
import { type Assertion, type Expression, PatternFault, parsePattern } from './pattern-syntax.ts';

/**
 * Matches in a time proportional to the text, for any pattern: an automaton is in all its states at once. The engine's
 * own matcher tries one way after another, and some patterns have too many ways, for example `(a*)*b`.
 * https://swtch.com/~rsc/regexp/regexp1.html
 */
export interface Pattern {
  /** The number of states of the automaton. */
  readonly stateCount: number;
  /** Whether the pattern matches anywhere in the text. Counts its steps with `spend`, which can throw. */
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

  /** Adds the states of an expression that continues at `next`. Returns the first of them. */
  build(expression: Expression, next: number): number {
    // Expressions without states count too: `(?:){9999999}` has none.
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

/** One pass over a text. */
class Walk {
  readonly #states: readonly State[];
  readonly #start: number;
  readonly #spend: (steps: number) => void;
  /** The index of the character at which each state was last entered. */
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
      // A match can begin at any character.
      if (this.#enter([this.#start, ...waiting], at, before, after)) return true;
      if (after === undefined) return false;
      waiting = this.#step(after);
      before = after;
      index += after.length;
    }
  }

  /** Enters states, and all states that they reach without a character. Returns whether the pattern already matches. */
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
