import { describe, expect, it } from 'vitest';
import { contrast, readableOn, textOn } from '../../../dashboard/src/format/contrast.ts';
import { themeIn } from '../../../dashboard/src/portal/theme.ts';

describe('theme of the portal', () => {
  it('takes a hex color, px, the name of a font and an image', () => {
    const logo = 'data:image/png;base64,iVBORw0KGgo=';
    const fragment = new URLSearchParams({ accent: '#0A7', radius: '0', font: 'Open Sans', logo });
    expect(themeIn(fragment)).toEqual({ accent: '#00AA77', radiusPx: 0, font: 'Open Sans', logo });
  });

  it.each([
    ['accent', 'red'],
    ['accent', '#0a7d4f;background:url(https://a.example)'],
    ['accent', '#12345'],
    ['radius', '25'],
    ['radius', '-1'],
    ['radius', '8px'],
    ['font', 'a";}body{display:none'],
    ['font', 'url(https://a.example)'],
    ['font', 'x'.repeat(65)],
    ['logo', 'https://a.example/x.png'],
    ['logo', 'data:text/html;base64,PHNjcmlwdD4='],
    ['logo', 'javascript:alert(1)'],
  ])('leaves out %s=%s', (name, value) => {
    expect(themeIn(new URLSearchParams({ [name]: value }))).toEqual({});
  });
});

describe('contrast of colors', () => {
  it('is 21 between black and white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(textOn('#0a7d4f')).toBe('#ffffff');
    expect(textOn('#ffd400')).toBe('#000000');
  });

  it('darkens or lightens a color until it can be read, and leaves a readable one alone', () => {
    expect(readableOn('#ffffff', '#0a5d3f')).toBe('#0a5d3f');
    for (const ground of ['#ffffff', '#1c1a18']) {
      for (const color of ['#ffd400', '#000000', '#ffffff', '#7f7f7f', '#0000ff']) {
        const readable = readableOn(ground, color);
        expect(contrast(readable, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(readable, textOn(readable))).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
