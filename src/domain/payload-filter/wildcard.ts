/** The text for a wildcard: a string, or an object that counts the reads. */
export interface Characters {
  readonly length: number;
  charCodeAt(index: number): number;
}

export type Wildcard = (text: Characters) => boolean;

/** The texts between the `*`, with escapes resolved, or the fault of the pattern. */
function partsOf(pattern: string): readonly string[] | { readonly fault: string } {
  const parts = [''];
  for (let at = 0; at < pattern.length; at += 1) {
    let character = pattern.charAt(at);
    if (character === '*') {
      if (pattern.charAt(at + 1) === '*') return { fault: 'has two wildcards in a row' };
      parts.push('');
      continue;
    }
    if (character === '\\') {
      at += 1;
      character = pattern.charAt(at);
      if (character !== '*' && character !== '\\') {
        return { fault: 'has a backslash that is not followed by * or a backslash' };
      }
    }
    parts[parts.length - 1] += character;
  }
  return parts;
}

/**
 * `*` matches any number of characters, also none; `\*` and `\\` match an asterisk and a backslash. Matching takes a
 * time proportional to the text alone: each part between two `*` is searched once, from the end of the first match of
 * the part before it. The first match leaves the most text for later parts, so it never has to be undone.
 */
export function readWildcard(pattern: string): Wildcard | { readonly fault: string } {
  const parts = partsOf(pattern);
  if ('fault' in parts) return parts;
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return (text) => text.length === first.length && hasAt(text, 0, first);
  const middle = others.map(partToFind);
  return (text) => {
    const end = text.length - last.length;
    if (first.length > end || !hasAt(text, 0, first) || !hasAt(text, end, last)) return false;
    let at: number | undefined = first.length;
    for (const part of middle) {
      at = endOfFirst(part, text, at, end);
      if (at === undefined) return false;
    }
    return true;
  };
}

function hasAt(text: Characters, start: number, part: string): boolean {
  for (let index = 0; index < part.length; index += 1) {
    if (text.charCodeAt(start + index) !== part.charCodeAt(index)) return false;
  }
  return true;
}

interface PartToFind {
  readonly part: string;
  /**
   * For each number of matched characters: how many of the part's first characters they end with (Knuth, Morris,
   * Pratt).
   */
  readonly shorter: readonly number[];
}

function partToFind(part: string): PartToFind {
  const shorter = [0];
  for (let index = 1; index < part.length; index += 1)
    shorter.push(longer({ part, shorter }, part, index, shorter.at(-1) ?? 0));
  return { part, shorter };
}

/** Given the number of characters that match before `at`, returns how many match after it. */
function longer({ part, shorter }: PartToFind, text: Characters, at: number, matchedBefore: number): number {
  let matched = matchedBefore;
  while (text.charCodeAt(at) !== part.charCodeAt(matched)) {
    if (matched === 0) return 0;
    matched = shorter[matched - 1] ?? 0;
  }
  return matched + 1;
}

/** Where the first occurrence of the part between two positions of a text ends. */
function endOfFirst(part: PartToFind, text: Characters, start: number, end: number): number | undefined {
  let matched = 0;
  for (let at = start; at < end; at += 1) {
    matched = longer(part, text, at, matched);
    if (matched === part.part.length) return at + 1;
  }
  return undefined;
}
