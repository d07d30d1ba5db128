import { describe, expect, it } from 'vitest';
import { lineChart, withParts } from '../../../models/markdown.ts';

describe('withParts', () => {
  const page =
    'a\n<!-- table: one -->\nold\n<!-- end of table -->\nb\n<!-- chart: two -->\n<!-- end of chart -->\n';

  it('writes each table and chart between its markers', () => {
    expect(withParts(page, { one: '| new |', two: 'chart' })).toBe(
      'a\n<!-- table: one -->\n| new |\n<!-- end of table -->\nb\n<!-- chart: two -->\nchart\n<!-- end of chart -->\n',
    );
  });

  it('rejects a place without a part, and a part without a place', () => {
    expect(() => withParts(page, { one: '' })).toThrow('a place for chart two, which is not made');
    expect(() => withParts(page, { one: '', two: '', three: '' })).toThrow('no place for: three');
  });
});

describe('lineChart', () => {
  const chart = {
    title: 'Waits',
    x: { title: 'minutes', from: 0.5, to: 2.5 },
    yTitle: 'seconds',
    lines: { first: [0, 2.31, 20], limit: [10, 10] },
  };

  it('names each line in a legend, with the colour that the palette has at its place', () => {
    const [legend] = lineChart(chart).split('\n');
    expect(legend).toBe('🟦 first · 🟧 limit');
    expect(lineChart(chart)).toContain('plotColorPalette: "#3b82f6, #f97316,');
  });

  it('writes axes and lines as Mermaid reads them, with room above the largest value', () => {
    const code = /```mermaid\n---\nconfig: .*\n---\n([\s\S]*)\n```$/.exec(lineChart(chart))?.[1];
    expect(code?.split('\n')).toEqual([
      'xychart-beta',
      '  title "Waits"',
      '  x-axis "minutes" 0.5 --> 2.5',
      '  y-axis "seconds" 0 --> 21',
      '  line [0, 2.31, 20]',
      '  line [10, 10]',
    ]);
  });

  it('rejects more lines than it has colours', () => {
    const lines = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`line ${n}`, [n]]));
    expect(() => lineChart({ ...chart, lines })).toThrow('a chart has at most 6 lines');
  });
});
