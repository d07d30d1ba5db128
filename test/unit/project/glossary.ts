/** docs/glossary.md, read as tables. */

export interface Term {
  readonly name: string;
  readonly definition: string;
  /** Such as `schema X`, `tag X`, or `file: Name`. */
  readonly places: readonly Place[];
}

export type Place =
  | { readonly kind: 'schema' | 'tag'; readonly name: string }
  | { readonly kind: 'file'; readonly file: string; readonly name: string };

/** The rows of a table, without its head, a list of cells each. */
const rowsOf = (section: string): readonly (readonly string[])[] =>
  section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

const sectionOf = (page: string, heading: string): string =>
  page.split(/^#{2,3} /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';

export const termsOf = (page: string): readonly Term[] =>
  rowsOf(sectionOf(page, 'Terms')).map(([name = '', definition = '', , where = '']) => ({
    name,
    definition,
    places: placesIn(where),
  }));

function placesIn(where: string): readonly Place[] {
  const named = [...where.matchAll(/(schema|tag) `([^`]+)`/g)].map(
    ([, kind, name = '']): Place => ({ kind: kind === 'tag' ? 'tag' : 'schema', name }),
  );
  const inFiles = [...where.matchAll(/`([^`]+\.ts)`: `([^`]+)`/g)].map(
    ([, file = '', name = '']): Place => ({ kind: 'file', file, name }),
  );
  return [...named, ...inFiles];
}

/** The values that the page lists under the name of an enumeration. */
export const valuesOf = (page: string, enumeration: string): readonly string[] =>
  rowsOf(sectionOf(page, enumeration)).map(([value = '']) => value.replaceAll('`', ''));

/** The names of all enumerations that have a table. */
export const enumerationsOf = (page: string): readonly string[] =>
  [...page.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name);
