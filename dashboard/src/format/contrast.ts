/** Contrast of colors, by WCAG 2.2. Colors are `#rrggbb`. */

const LEAST = 4.5;
const STEPS = 20;

const channels = (hex: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, as it is easier to read on a color. */
export const textOn = (ground: string): string =>
  contrast('#ffffff', ground) >= contrast('#000000', ground) ? '#ffffff' : '#000000';

/** The color, mixed with black or white until text in it can be read on a ground. */
export function readableOn(ground: string, color: string): string {
  const end = textOn(ground);
  for (let step = 0; step <= STEPS; step += 1) {
    const mixed = mix(color, end, step / STEPS);
    if (contrast(mixed, ground) >= LEAST) return mixed;
  }
  return end;
}

function mix(from: string, to: string, share: number): string {
  const ends = channels(to);
  const mixed = channels(from).map((channel, index) =>
    Math.round(channel + ((ends[index] ?? 0) - channel) * share),
  );
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
