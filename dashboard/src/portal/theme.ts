/** The look that the embedding page asks for, from the fragment of the URL. Values that are not valid are left out. */
export interface PortalTheme {
  readonly accent?: string;
  readonly radiusPx?: number;
  readonly font?: string;
  readonly logo?: string;
}

const RADIUS_PX_MOST = 24;
const ACCENT = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
const RADIUS = /^\d{1,2}$/;
/** Nothing that could end a value of CSS. */
const FONT = /^[A-Za-z][A-Za-z0-9 -]{0,63}$/;
const LOGO = /^data:image\/(?:png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/;

export function themeIn(fragment: URLSearchParams): PortalTheme {
  const valid = (name: string, form: RegExp) => {
    const value = fragment.get(name);
    return value !== null && form.test(value) ? value : undefined;
  };
  const accent = valid('accent', ACCENT);
  const radius = valid('radius', RADIUS);
  const font = valid('font', FONT);
  const logo = valid('logo', LOGO);
  return {
    ...(accent !== undefined && { accent: longHex(accent) }),
    ...(radius !== undefined && Number(radius) <= RADIUS_PX_MOST && { radiusPx: Number(radius) }),
    ...(font !== undefined && { font }),
    ...(logo !== undefined && { logo }),
  };
}

/** `#abc` is short for `#aabbcc`. */
const longHex = (hex: string) =>
  hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join('')}` : hex;
