/** Tables and charts of Markdown, how numbers look in them, and the places of both in a page. */

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

export interface LineChart {
  readonly title: string;
  readonly x: { readonly title: string; readonly from: number; readonly to: number };
  readonly yTitle: string;
  /** By name. The points of a line are spread evenly over the x axis. */
  readonly lines: Readonly<Record<string, readonly number[]>>;
}

/** Mermaid's xychart has no legend: the squares above the chart have the colours of its lines. */
const colours = [
  ['🟦', '#3b82f6'],
  ['🟧', '#f97316'],
  ['🟩', '#22c55e'],
  ['🟪', '#a855f7'],
  ['🟥', '#ef4444'],
  ['🟫', '#92633b'],
] as const;

/** A legend and a Mermaid chart, which GitHub draws. */
export function lineChart({ title, x, yTitle, lines }: LineChart): string {
  const names = Object.keys(lines);
  if (names.length > colours.length) throw new RangeError(`a chart has at most ${colours.length} lines`);
  const largest = Math.max(...Object.values(lines).flat());
  const palette = colours.map(([, colour]) => colour).join(', ');
  return [
    names.map((name, index) => `${colours[index]?.[0]} ${name}`).join(' · '),
    '',
    '```mermaid',
    '---',
    `config: { themeVariables: { xyChart: { plotColorPalette: "${palette}" } } }`,
    '---',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "${x.title}" ${x.from} --> ${x.to}`,
    `  y-axis "${yTitle}" 0 --> ${Math.ceil(largest * 1.05)}`,
    ...Object.values(lines).map((values) => `  line [${values.join(', ')}]`),
    '```',
  ].join('\n');
}

const PART = /(<!-- (table|chart): (\w+) -->\n)[\s\S]*?(<!-- end of \2 -->)/g;

/** The page, with each part between the markers of its name. @throws if a part has no place, or a place no part */
export function withParts(page: string, parts: Readonly<Record<string, string>>): string {
  const placed = new Set<string>();
  const filled = page.replace(PART, (_all, start: string, kind: string, name: string, end: string) => {
    const content = parts[name];
    if (content === undefined) throw new Error(`the page has a place for ${kind} ${name}, which is not made`);
    placed.add(name);
    return `${start}${content}\n${end}`;
  });
  const homeless = Object.keys(parts).filter((name) => !placed.has(name));
  if (homeless.length > 0) throw new Error(`the page has no place for: ${homeless.join(', ')}`);
  return filled;
}
