/** The signed text with placeholders: `v0:{timestamp}:{body}`. */

const placeholders = ['body', 'timestamp', 'id', 'url'] as const;
export type Placeholder = (typeof placeholders)[number];

export type TemplatePart = { readonly literal: string } | { readonly placeholder: Placeholder };

export const BODY_ALONE = '{body}';

/** The parts of a template in order. A brace that opens no placeholder is text. */
export const templateParts = (template: string): readonly TemplatePart[] =>
  template
    .split(/(\{(?:body|timestamp|id|url)\})/)
    .filter((text) => text !== '')
    .map((text) =>
      isPlaceholder(text) ? { placeholder: text.slice(1, -1) as Placeholder } : { literal: text },
    );

const isPlaceholder = (text: string): boolean => placeholders.some((name) => text === `{${name}}`);

/** Whether the template signs this value. */
export const signs = (template: string, placeholder: Placeholder): boolean =>
  template.includes(`{${placeholder}}`);

/**
 * The fault of a template, or undefined. The signed bytes must have only one split: with `{id}{body}`, a recorded
 * request could be sent with the first byte of the body as the last byte of the id, under the same signature.
 */
export function templateFault(template: string): string | undefined {
  const unknown = /\{(?!(?:body|timestamp|id|url)\})\w*\}/.exec(template);
  if (unknown !== null) return `has an unknown placeholder. Allowed: ${known}`;
  const parts = templateParts(template);
  for (const name of placeholders) {
    const count = parts.filter((part) => 'placeholder' in part && part.placeholder === name).length;
    if (count > 1) return `has {${name}} more than once`;
    if (count === 0 && name === 'body')
      return 'must contain {body}, so that the signature covers the payload';
  }
  const touches = (one: Placeholder, other: Placeholder) =>
    template.includes(`{${one}}{${other}}`) || template.includes(`{${other}}{${one}}`);
  return touches('id', 'body') ? 'needs a character between {id} and {body}' : undefined;
}

const known = placeholders.map((name) => `{${name}}`).join(', ');

/** The texts beside a placeholder. A value that contains one of them could be split in two ways. */
export function textsBeside(parts: readonly TemplatePart[], placeholder: Placeholder): readonly string[] {
  const place = parts.findIndex((part) => 'placeholder' in part && part.placeholder === placeholder);
  return [parts[place - 1], parts[place + 1]].flatMap((part) =>
    part !== undefined && 'literal' in part ? [part.literal] : [],
  );
}
