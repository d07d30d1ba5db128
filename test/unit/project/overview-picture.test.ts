import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The picture of the README: no text leaves its box, with any fonts of the reader. */

const MARGIN = 6;

const numbersOf = (attributes: string, ...names: readonly string[]): readonly number[] =>
  names.map((name) => Number(new RegExp(`\\b${name}="([\\d.]+)"`).exec(attributes)?.[1]));

interface Span {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

describe.each(['light', 'dark'])('docs/images/overview-%s.svg', (variant) => {
  const file = new URL(`../../../docs/images/overview-${variant}.svg`, import.meta.url);
  const picture = readFileSync(file, 'utf8');
  const boxes: readonly Span[] = [...picture.matchAll(/<rect ([^>]*)/g)].map(([, attributes = '']) => {
    const [x = Number.NaN, y = Number.NaN, width = 0, height = 0] = numbersOf(
      attributes,
      'x',
      'y',
      'width',
      'height',
    );
    return { left: x, right: x + width, top: y, bottom: y + height };
  });
  const texts = [...picture.matchAll(/<text ([^>]*)>([^<]*)/g)].map(([, attributes = '', text = '']) => ({
    attributes,
    text,
  }));

  it.each(texts)('keeps "$text" in its box', ({ attributes }) => {
    const [x = 0, y = 0, length = Number.NaN] = numbersOf(attributes, 'x', 'y', 'textLength');
    const around = boxes
      .filter(({ left, right, top, bottom }) => left < x && x < right && top < y && y < bottom)
      .sort((one, other) => one.right - one.left - (other.right - other.left));
    const [box] = around;
    expect(attributes).toContain('lengthAdjust="spacingAndGlyphs"');
    expect(x - length / 2).toBeGreaterThan(box!.left + MARGIN);
    expect(x + length / 2).toBeLessThan(box!.right - MARGIN);
  });
});
