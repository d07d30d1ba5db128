/** Line charts as SVG files, readable on light and on dark pages. */

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

interface Limit {
  readonly name: string;
  readonly y: number;
}

export interface Chart {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly lines: readonly Line[];
  /** Dashed horizontal lines. */
  readonly limits?: readonly Limit[];
  /** Logarithmic from here on; what is smaller lies on the axis. Otherwise linear, from 0. */
  readonly logarithmicFrom?: number;
  readonly yText?: (value: number) => string;
}

const frame = { width: 860, height: 420, left: 84, right: 24, top: 92, bottom: 52 };
const bottomY = frame.height - frame.bottom;
const STEPS = 5;

const STYLE = `
  svg { --page: #ffffff; --ink: #1f2328; --faint: #d1d9e0; --limit: #6e7781;
    --line0: #0969da; --line1: #bc4c00; --line2: #1a7f37; --line3: #8250df; --line4: #bf3989;
    font: 13px system-ui, sans-serif; }
  @media (prefers-color-scheme: dark) {
    svg { --page: #0d1117; --ink: #e6edf3; --faint: #30363d; --limit: #9198a1;
      --line0: #58a6ff; --line1: #f0883e; --line2: #3fb950; --line3: #bc8cff; --line4: #f778ba; }
  }
  text { fill: var(--ink); }
  .page { fill: var(--page); }
  .title { font-size: 16px; font-weight: 600; }
  .grid { stroke: var(--faint); }
  .limit { stroke: var(--limit); stroke-dasharray: 6 4; }
  .limit-name { fill: var(--limit); }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; }`;

type Scale = (value: number) => number;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const countText = (value: number): string => value.toLocaleString('en');

export function lineChart(chart: Chart): string {
  const values = chart.lines.flatMap(({ points }) => points.map(({ y }) => y));
  const largestX = Math.max(...chart.lines.flatMap(({ points }) => points.map(({ x }) => x)));
  const largestY = Math.max(...values, ...(chart.limits ?? []).map(({ y }) => y));
  const ticks =
    chart.logarithmicFrom === undefined ? evenTicks(largestY) : powers(chart.logarithmicFrom, largestY);
  const x = linear([0, largestX], [frame.left, frame.width - frame.right]);
  const y = yScale(ticks, chart.logarithmicFrom !== undefined);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${frame.height}" role="img">`,
    `<title>${escaped(chart.title)}</title><style>${STYLE}</style>`,
    `<rect class="page" width="${frame.width}" height="${frame.height}"/>`,
    `<text class="title" x="${frame.left}" y="26">${escaped(chart.title)}</text>`,
    ...legend(chart.lines),
    ...yAxis(chart, ticks, y),
    ...xAxis(chart, largestX, x),
    ...(chart.limits ?? []).map((limit) => limitLine(limit, y)),
    ...chart.lines.map(({ points }, index) => path(points, index, x, y)),
    '</svg>\n',
  ].join('\n');
}

function linear(
  [fromMin, fromMax]: readonly [number, number],
  [toMin, toMax]: readonly [number, number],
): Scale {
  return (value) => toMin + ((value - fromMin) / (fromMax - fromMin)) * (toMax - toMin);
}

/** On a logarithmic axis the first tick stands for 0 as well. */
function yScale(ticks: readonly number[], isLogarithmic: boolean): Scale {
  const least = ticks[0] ?? 0;
  const most = ticks.at(-1) ?? 1;
  if (!isLogarithmic) return linear([least, most], [bottomY, frame.top]);
  const ofExponent = linear([Math.log10(least), Math.log10(most)], [bottomY, frame.top]);
  return (value) => ofExponent(Math.log10(Math.max(value, least)));
}

function evenTicks(largest: number): number[] {
  const rough = largest / STEPS;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 4, 5, 10].map((factor) => factor * magnitude).find((size) => size >= rough) ?? rough;
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => index * step);
}

function powers(least: number, largest: number): number[] {
  const count = Math.max(1, Math.ceil(Math.log10(largest / least)));
  return Array.from({ length: count + 1 }, (_, index) => least * 10 ** index);
}

function legend(lines: readonly Line[]): string[] {
  const columns = 2;
  return lines.map(({ name }, index) => {
    const left = frame.left + (index % columns) * 380;
    const top = 48 + Math.floor(index / columns) * 18;
    return (
      `<line x1="${left}" y1="${top - 4}" x2="${left + 20}" y2="${top - 4}" stroke="var(--line${index})" stroke-width="3"/>` +
      `<text x="${left + 28}" y="${top}">${escaped(name)}</text>`
    );
  });
}

function yAxis(chart: Chart, ticks: readonly number[], y: Scale): string[] {
  const textOf = chart.yText ?? countText;
  const isAlsoZero = (index: number) => chart.logarithmicFrom !== undefined && index === 0;
  const marks = ticks.map((tick, index) => {
    const at = y(tick).toFixed(1);
    const text = `${isAlsoZero(index) ? '≤ ' : ''}${textOf(tick)}`;
    return (
      `<line class="grid" x1="${frame.left}" y1="${at}" x2="${frame.width - frame.right}" y2="${at}"/>` +
      `<text x="${frame.left - 8}" y="${at}" dy="4" text-anchor="end">${text}</text>`
    );
  });
  const middle = (frame.top + bottomY) / 2;
  const title = `<text transform="translate(16 ${middle}) rotate(-90)" text-anchor="middle">${escaped(chart.yTitle)}</text>`;
  return [...marks, title];
}

function xAxis(chart: Chart, largest: number, x: Scale): string[] {
  const ticks = evenTicks(largest).filter((tick) => tick <= largest);
  const marks = ticks.map(
    (tick) => `<text x="${x(tick).toFixed(1)}" y="${bottomY + 20}" text-anchor="middle">${tick}</text>`,
  );
  const middle = (frame.left + frame.width - frame.right) / 2;
  return [
    ...marks,
    `<text x="${middle}" y="${frame.height - 10}" text-anchor="middle">${escaped(chart.xTitle)}</text>`,
  ];
}

function limitLine({ name, y: value }: Limit, y: Scale): string {
  const at = y(value).toFixed(1);
  return (
    `<line class="limit" x1="${frame.left}" y1="${at}" x2="${frame.width - frame.right}" y2="${at}"/>` +
    `<text class="limit-name" x="${frame.left + 6}" y="${at}" dy="-5">${escaped(name)}</text>`
  );
}

function path(points: readonly Point[], index: number, x: Scale, y: Scale): string {
  const corners = points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`);
  return `<polyline class="line" stroke="var(--line${index})" points="${corners.join(' ')}"/>`;
}
