/** Where the values of a JSON text are, and where it stops being JSON: browsers' own messages name no common place. */

interface JsonFault {
  /** From the beginning of the text, in UTF-16 code units. */
  readonly offset: number;
  readonly detail: string;
}

export interface JsonPlaces {
  /** The offset of each value, by its JSON Pointer (RFC 6901); the whole is at the empty pointer. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Undefined: the text is JSON. */
  readonly fault: JsonFault | undefined;
}

const NESTING_MOST = 256;
const SPACE = /[ \t\r\n]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Reads a text as JSON (RFC 8259). */
export function jsonPlaces(text: string): JsonPlaces {
  const scanner = new Scanner(text);
  try {
    scanner.whole();
    return { offsets: scanner.offsets, fault: undefined };
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    return { offsets: scanner.offsets, fault: error.fault };
  }
}

/** Line and column of an offset, from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

class Found extends Error {
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    super(fault.detail);
    this.fault = fault;
  }
}

class Scanner {
  readonly offsets = new Map<string, number>();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): void {
    this.#value('', 0);
    this.#skip(SPACE);
    if (this.#at < this.#text.length) this.#stop('must end here: the value is complete');
  }

  #value(pointer: string, depth: number): void {
    this.#skip(SPACE);
    this.offsets.set(pointer, this.#at);
    if (depth > NESTING_MOST) this.#stop(`is nested more than ${NESTING_MOST} deep`);
    const first = this.#text[this.#at];
    if (first === '{') this.#members(pointer, depth);
    else if (first === '[') this.#items(pointer, depth);
    else if (first === '"') this.#string();
    else if (this.#skip(SCALAR) === '')
      this.#stop('must be a value: an object, a list, a "text", a number, true, false or null');
  }

  #members(pointer: string, depth: number): void {
    this.#listed('}', () => {
      if (this.#text[this.#at] !== '"') this.#stop('must be a name in double quotes');
      const name = this.#string();
      this.#expect(':', 'must be a colon after the name');
      this.#value(`${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
    });
  }

  #items(pointer: string, depth: number): void {
    let index = 0;
    this.#listed(']', () => {
      this.#value(`${pointer}/${index}`, depth + 1);
      index += 1;
    });
  }

  /** From the opening bracket to the closing one. */
  #listed(end: '}' | ']', entry: () => void): void {
    this.#at += 1;
    this.#skip(SPACE);
    if (this.#text[this.#at] === end) {
      this.#at += 1;
      return;
    }
    while (true) {
      this.#skip(SPACE);
      entry();
      this.#skip(SPACE);
      if (this.#text[this.#at] === end) break;
      this.#expect(',', `must be a comma, or ${end}`);
    }
    this.#at += 1;
  }

  #string(): string {
    const start = this.#at;
    const found = this.#skip(STRING);
    if (found !== '') return JSON.parse(found);
    this.#at = this.#endOfGoodText(start);
    return this.#stop('is not allowed in a text: close it with ", or escape the character with \\');
  }

  /** The first character that a string cannot have, or its missing end. */
  #endOfGoodText(start: number): number {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
    const good = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
    good.lastIndex = start + 1;
    return start + 1 + (good.exec(this.#text)?.[0].length ?? 0);
  }

  #expect(character: string, detail: string): void {
    this.#skip(SPACE);
    if (this.#text[this.#at] !== character) this.#stop(detail);
    this.#at += 1;
  }

  /** @returns what was skipped; empty: nothing matches here */
  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #stop(detail: string): never {
    const isEnd = this.#at >= this.#text.length;
    throw new Found({ offset: this.#at, detail: isEnd ? `The text ends too early: it ${detail}` : detail });
  }
}
