/**
 * Finds the place where a text stops being JSON (RFC 8259). The messages of `JSON.parse` differ between engines and
 * quote the text, which may contain a secret. Only texts that `JSON.parse` rejected are read here, without recursion,
 * at any depth.
 */

type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | 'colon' | 'comma or end';

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** All characters but the quote, the backslash and control characters. */
const PLAIN = /[ !#-[\]-\uffff]+/y;

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** The index of the first unexpected character (the length if the text ends too early), or undefined. */
export function jsonFaultIndex(text: string): number | undefined {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = endOf(SPACE, text, at) ?? at;
    if (at === text.length && expected === 'comma or end' && open.length === 0) return undefined;
    const step = stepAt(text, at, expected, open);
    if ('faultAt' in step) return step.faultAt;
    ({ at, expected } = step);
  }
}

type Step = { readonly at: number; readonly expected: Expected } | { readonly faultAt: number };

function stepAt(text: string, at: number, expected: Expected, open: string[]): Step {
  const character = text.charAt(at);
  if (closes(character, expected, open)) {
    open.pop();
    return { at: at + 1, expected: 'comma or end' };
  }
  switch (expected) {
    case 'value':
    case 'value or ]':
      return valueAt(text, at, open);
    case 'name':
    case 'name or }':
      return character === '"' ? stringAt(text, at, 'colon') : { faultAt: at };
    case 'colon':
      return character === ':' ? { at: at + 1, expected: 'value' } : { faultAt: at };
    case 'comma or end':
      if (character !== ',' || open.length === 0) return { faultAt: at };
      return { at: at + 1, expected: open.at(-1) === '{' ? 'name' : 'value' };
  }
}

function closes(character: string, expected: Expected, open: readonly string[]): boolean {
  const mayClose = expected === 'comma or end' || expected === 'value or ]' || expected === 'name or }';
  return mayClose && character !== '' && character === CLOSERS[open.at(-1) ?? ''];
}

function valueAt(text: string, at: number, open: string[]): Step {
  const character = text.charAt(at);
  if (character === '"') return stringAt(text, at, 'comma or end');
  if (character === '{' || character === '[') {
    open.push(character);
    return { at: at + 1, expected: character === '{' ? 'name or }' : 'value or ]' };
  }
  const end = endOf(SCALAR, text, at);
  return end === undefined ? { faultAt: at } : { at: end, expected: 'comma or end' };
}

function stringAt(text: string, start: number, expected: Expected): Step {
  let at = start + 1;
  for (;;) {
    at = endOf(PLAIN, text, at) ?? at;
    const character = text.charAt(at);
    if (character === '"') return { at: at + 1, expected };
    const afterEscape = endOf(ESCAPE, text, at);
    if (afterEscape === undefined) return { faultAt: at };
    at = afterEscape;
  }
}

/** The end of the match that begins at `at`. */
function endOf(sticky: RegExp, text: string, at: number): number | undefined {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}
