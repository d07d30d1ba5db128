/**
 * Regular expressions of ECMAScript (with the flag `u`, as in JSON Schema) as trees. Lookaround and backreferences are
 * not supported: no automaton of a bounded size can match them.
 */
export type Expression =
  | { readonly kind: 'character'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'assertion'; readonly holds: Assertion }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Expression[] }
  | {
      readonly kind: 'repeat';
      readonly part: Expression;
      readonly least: number;
      /** `Infinity`: no limit. */
      readonly most: number;
    };

/** Whether the assertion holds between two characters; undefined before the first character and after the last. */
export type Assertion = (before: string | undefined, after: string | undefined) => boolean;

/** The fault of a pattern, as a phrase about it. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';
}

/** @throws PatternFault */
export function parsePattern(text: string): Expression {
  try {
    // The engine checks the syntax, so the code below reads only well-formed patterns.
    new RegExp(text, 'u');
  } catch {
    throw new PatternFault('is not a regular expression of ECMAScript with the flag u');
  }
  return new Reader(text).choice();
}

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /^[A-Za-z0-9_]$/.test(character);

const atBoundary: Assertion = (before, after) => isWord(before) !== isWord(after);

const assertions: Readonly<Record<string, Assertion>> = {
  '^': (before) => before === undefined,
  $: (_before, after) => after === undefined,
  '\\b': atBoundary,
  '\\B': (before, after) => !atBoundary(before, after),
};

/** An escape with its backslash. The two halves of a surrogate pair are one character. */
const ESCAPE =
  /\\(?:u\{[0-9a-f]+\}|ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|p\{[^}]*\}|[\s\S])/iuy;
const CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/uy;
const GROUP = /\((?:\?:|\?<(?![=!])[^>]*>|(?!\?))/uy;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/uy;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  choice(): Expression {
    const parts = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      parts.push(this.#sequence());
    }
    return { kind: 'choice', parts };
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined || next === '|' || next === ')') return { kind: 'sequence', parts };
      parts.push(this.#quantified(this.#atom()));
    }
  }

  #atom(): Expression {
    if (this.#text[this.#at] === '(') return this.#group();
    const source = this.#take(CLASS) ?? this.#take(ESCAPE) ?? this.#character();
    const holds = assertions[source];
    if (holds !== undefined) return { kind: 'assertion', holds };
    if (/^\\[1-9k]/.test(source)) throw new PatternFault('has a back reference, which is not supported');
    return { kind: 'character', matches: matcherOf(source) };
  }

  #group(): Expression {
    if (this.#take(GROUP) === undefined) {
      throw new PatternFault('has a look-around or inline flags (?…), which are not supported');
    }
    const inner = this.choice();
    this.#at += 1;
    return inner;
  }

  #quantified(part: Expression): Expression {
    QUANTIFIER.lastIndex = this.#at;
    const found = QUANTIFIER.exec(this.#text);
    if (found === null) return part;
    this.#at = QUANTIFIER.lastIndex;
    const [source, least, comma, most] = found;
    if (least === undefined) {
      return {
        kind: 'repeat',
        part,
        least: source[0] === '+' ? 1 : 0,
        most: source[0] === '?' ? 1 : Infinity,
      };
    }
    const bound = most === '' || most === undefined ? Infinity : Number(most);
    return { kind: 'repeat', part, least: Number(least), most: comma === '' ? Number(least) : bound };
  }

  #character(): string {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }

  #take(token: RegExp): string | undefined {
    token.lastIndex = this.#at;
    const [found] = token.exec(this.#text) ?? [];
    if (found !== undefined) this.#at = token.lastIndex;
    return found;
  }
}

const ASCII = 128;

/** The engine knows which characters a class or an escape matches. For ASCII characters it is asked once. */
function matcherOf(source: string): (character: string) => boolean {
  const isPlain = source !== '.' && !source.startsWith('\\') && !source.startsWith('[');
  if (isPlain) return (character) => character === source;
  const one = new RegExp(`^${source}$`, 'u');
  const ascii = Array.from({ length: ASCII }, (_, code) => one.test(String.fromCharCode(code)));
  return (character) => ascii[character.codePointAt(0) ?? 0] ?? one.test(character);
}
