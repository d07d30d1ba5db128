import { readFileSync } from 'node:fs';

interface Step {
  /** Shell, as a reader pastes it. */
  readonly commands: string;
  /** The block right after it, if that is an answer. */
  readonly answer: string | undefined;
}

const BLOCK = /^```(\w*)\n(.*?)^```$/gms;

/** The commands of a page, in their order, each with the answer that the page shows. */
export function stepsOf(file: string): readonly Step[] {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(BLOCK)].map(([, language, content = '']) => ({ language, content }));
  return blocks.flatMap(({ language, content }, n) => {
    const next = blocks[n + 1];
    const answer = next?.language === '' ? next.content : undefined;
    return language === 'sh' ? [{ commands: content, answer }] : [];
  });
}

/** Parts that differ from run to run: ids, secrets, times. */
export const withoutIds = (text: string): string =>
  text
    .replaceAll(/\b(sub|evt|dlv|ten|rec|key)_[0-9A-Z]{26,52}\b/g, '$1_…')
    .replaceAll(/whsec_[A-Za-z0-9+/=]+/g, 'whsec_…')
    .trim();
