/** Tables of Markdown, and how numbers look in them. */

/** The first column is text, and so are the others unless they are `numbers`. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  others: 'numbers' | 'text' = 'numbers',
): string {
  const rule = header.map((_, n) => (n > 0 && others === 'numbers' ? '--:' : '---'));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** To the cent; nothing is a dash. */
export const usdText = (usd: number): string => (Math.abs(usd) < 0.005 ? '–' : `$${usd.toFixed(2)}`);

export const countText = (count: number): string => (count === 0 ? '–' : count.toLocaleString('en'));

const TABLE = /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end of table -->)/g;

/** The page, with each table between the markers of its name. @throws if a table has no place, or a place no table */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  const placed = new Set<string>();
  const filled = page.replace(TABLE, (_all, start: string, name: string, end: string) => {
    const content = tables[name];
    if (content === undefined) throw new Error(`there is no table ${name}`);
    placed.add(name);
    return `${start}${content}\n${end}`;
  });
  const homeless = Object.keys(tables).filter((name) => !placed.has(name));
  if (homeless.length > 0) throw new Error(`the page has no place for: ${homeless.join(', ')}`);
  return filled;
}
