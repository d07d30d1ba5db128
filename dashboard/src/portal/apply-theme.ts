import { readableOn, textOn } from '../format/contrast.ts';
import type { PortalTheme } from './theme.ts';

const LIGHT_GROUND = '#fafaf9';
const DARK_GROUND = '#272421';
const GENERIC = new Set(['system-ui', 'sans-serif', 'serif', 'monospace']);

/** Sets the variables of `ui/tokens.css`. The accent is darkened or lightened where text in it could not be read. */
export function applyPortalTheme(
  { accent, radiusPx, font }: PortalTheme,
  { style } = document.documentElement,
): void {
  if (accent !== undefined) {
    const [light, dark] = [readableOn(LIGHT_GROUND, accent), readableOn(DARK_GROUND, accent)];
    style.setProperty('--accent', `light-dark(${light}, ${dark})`);
    style.setProperty('--on-accent', `light-dark(${textOn(light)}, ${textOn(dark)})`);
  }
  if (radiusPx !== undefined) style.setProperty('--radius', `${radiusPx}px`);
  if (font !== undefined) {
    style.setProperty('--font', `${GENERIC.has(font) ? font : `"${font}"`}, system-ui, sans-serif`);
  }
}
