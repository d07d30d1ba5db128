import ts from 'typescript';

/** A line of prose and its number in the file. */
export interface ProseLine {
  readonly line: number;
  readonly text: string;
}

interface Place extends ProseLine {
  readonly word: string;
}

export interface ProseCounts {
  readonly words: number;
  readonly what: number;
  /** Counts `nobody`, `whoever` and the like, which stand for a person instead of the caller or the operator. */
  readonly absentPeople: number;
  readonly examples: number;
  readonly places: readonly Place[];
}

/** The most, or the least, of a word in 1,000 words. Prose above it was measured to need translating by its readers. */
const proseLimits = { whatMax: 4, absentPeopleMax: 1, examplesMin: 1 } as const;

const WHAT = /\bwhat\b/gi;
const ABSENT_PEOPLE = /\b(?:nobody|somebody|anybody|whoever|whatever)\b/gi;
const EXAMPLE = /\b(?:for example|e\.g\.)/gi;

/** The comments of a TypeScript file, line by line, without code spans and tags. */
export function commentsIn(source: string): readonly ProseLine[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, source);
  const found: ProseLine[] = [];
  const templates: number[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    kind = rescannedInTemplate(scanner, kind, templates);
    if (kind !== ts.SyntaxKind.SingleLineCommentTrivia && kind !== ts.SyntaxKind.MultiLineCommentTrivia)
      continue;
    const first = source.slice(0, scanner.getTokenStart()).split('\n').length;
    for (const [index, text] of scanner.getTokenText().split('\n').entries()) {
      found.push({ line: first + index, text: withoutCode(text) });
    }
  }
  return found;
}

/** The scanner alone takes the `}` that ends a substitution of a template for a brace. */
function rescannedInTemplate(scanner: ts.Scanner, kind: ts.SyntaxKind, templates: number[]): ts.SyntaxKind {
  const depth = templates.length - 1;
  if (kind === ts.SyntaxKind.TemplateHead) templates.push(0);
  else if (kind === ts.SyntaxKind.OpenBraceToken && depth >= 0)
    templates[depth] = (templates[depth] ?? 0) + 1;
  else if (kind === ts.SyntaxKind.CloseBraceToken && depth >= 0) {
    if ((templates[depth] ?? 0) > 0) {
      templates[depth] = (templates[depth] ?? 0) - 1;
      return kind;
    }
    const rescanned = scanner.reScanTemplateToken(false);
    if (rescanned === ts.SyntaxKind.TemplateTail) templates.pop();
    return rescanned;
  }
  return kind;
}

/** The text of a Markdown page, line by line, without code. */
export function proseOfMarkdown(source: string): readonly ProseLine[] {
  let isCode = false;
  const found: ProseLine[] = [];
  for (const [index, text] of source.split('\n').entries()) {
    const isFence = /^\s*(?:```|~~~)/.test(text);
    if (isFence) isCode = !isCode;
    if (!isCode && !isFence) found.push({ line: index + 1, text: withoutCode(text) });
  }
  return found;
}

const withoutCode = (text: string): string =>
  text.replaceAll(/`[^`]*`/g, ' ').replaceAll(/https?:\S+|\]\([^)]*\)|@\w+/g, ' ');

export function countProse(lines: readonly ProseLine[]): ProseCounts {
  const text = lines.map((line) => line.text).join('\n');
  return {
    words: text.match(/[\p{L}\d][\p{L}\d'’-]*/gu)?.length ?? 0,
    what: text.match(WHAT)?.length ?? 0,
    absentPeople: text.match(ABSENT_PEOPLE)?.length ?? 0,
    examples: text.match(EXAMPLE)?.length ?? 0,
    places: lines.flatMap((line) =>
      [WHAT, ABSENT_PEOPLE].flatMap((word) =>
        (line.text.match(word) ?? []).map((match) => ({ ...line, word: match, text: line.text.trim() })),
      ),
    ),
  };
}

export const total = (counts: readonly ProseCounts[]): ProseCounts => ({
  words: sum(counts, 'words'),
  what: sum(counts, 'what'),
  absentPeople: sum(counts, 'absentPeople'),
  examples: sum(counts, 'examples'),
  places: counts.flatMap(({ places }) => places),
});

const sum = (counts: readonly ProseCounts[], key: Exclude<keyof ProseCounts, 'places'>): number =>
  counts.reduce((before, one) => before + one[key], 0);

/** A sentence for each limit that is not kept. */
export function faultsOf({ words, what, absentPeople, examples }: ProseCounts): readonly string[] {
  const faults: string[] = [];
  const most = (limit: number) => (limit * words) / 1_000;
  if (what > most(proseLimits.whatMax))
    faults.push(
      `"what" ${what} times: at most ${Math.floor(most(proseLimits.whatMax))} in ${words} words. Name the thing.`,
    );
  if (absentPeople > most(proseLimits.absentPeopleMax))
    faults.push(
      `nobody, somebody, anybody, whoever, whatever ${absentPeople} times: at most ${Math.floor(most(proseLimits.absentPeopleMax))} in ${words} words. Name the caller, the operator, the process.`,
    );
  if (examples < most(proseLimits.examplesMin))
    faults.push(
      `"for example" ${examples} times: at least ${Math.ceil(most(proseLimits.examplesMin))} in ${words} words. Show one where a rule is abstract.`,
    );
  return faults;
}
