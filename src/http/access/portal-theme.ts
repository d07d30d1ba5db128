import * as z from 'zod';
import { portalThemeLimits } from '../../domain/limits.ts';
import { text } from '../core/fields.ts';

/**
 * The theme of the portal page, and the page's URL. Theme and token are in the fragment of the URL, which browsers send
 * to no server. Nothing of them is stored.
 */

const { radiusPxMax, fontCharacters, logoCharacters } = portalThemeLimits;

const matching = (characters: number, pattern: RegExp, fault: string) =>
  text(1, characters)
    .refine((value) => pattern.test(value), fault)
    .meta({ pattern: pattern.source });

export const portalTheme = z
  .strictObject({
    accent: matching(
      '#rrggbb'.length,
      /^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$/,
      'must be a colour in hex, such as #0a7d4f',
    )
      .nullish()
      .meta({ description: 'The colour of buttons and links, in hex.', examples: ['#0a7d4f'] }),
    radius: z
      .int()
      .min(0)
      .max(radiusPxMax)
      .nullish()
      .meta({ description: 'The radius of corners, in px.', examples: [8] }),
    font: matching(
      fontCharacters,
      /^[A-Za-z][A-Za-z0-9 -]*$/,
      'must be the name of one font family: letters, digits, spaces and hyphens, a letter first',
    )
      .nullish()
      .meta({
        description:
          'A font family that the reader’s device has, or `system-ui`, `sans-serif`, `serif` or `monospace`. The page ' +
          'loads no font.',
        examples: ['Inter'],
      }),
    logo: matching(
      logoCharacters,
      /^data:image\/(png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/,
      'must be a data: URI in base64 of a PNG, JPEG, WebP or SVG image',
    )
      .nullish()
      .meta({
        description:
          `A small image in place of the name of the receiver: a \`data:\` URI of at most ${logoCharacters} characters. It is ` +
          'part of the answered URL.',
        examples: ['data:image/png;base64,iVBORw0KGgo='],
      }),
  })
  .meta({ id: 'PortalTheme', description: 'The look of the portal page. Each field has a default.' });

type PortalTheme = z.infer<typeof portalTheme>;

/** The address of the portal page. @param baseUrl of the API, without a slash at its end */
export function portalUrl(baseUrl: string, token: string, theme: PortalTheme = {}): string {
  const fragment = new URLSearchParams({ token });
  for (const name of ['accent', 'radius', 'font', 'logo'] as const) {
    const value = theme[name];
    if (value != null) fragment.set(name, String(value));
  }
  return `${baseUrl}/portal/#${fragment}`;
}
