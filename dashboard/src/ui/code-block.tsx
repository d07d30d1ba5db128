import { CopyButton } from './copy-button.tsx';
import './code-block.css';

interface CodeBlockProps {
  readonly code: string;
  /** The noun for the text, on the copy button, for example `the payload`. */
  readonly subject: string;
  /** Very long texts are cut on the page; the button copies the whole. */
  readonly charactersMost?: number;
}

const CHARACTERS_SHOWN = 100_000;

/** Preformatted text that may be foreign: shown as it is, never interpreted. It can be scrolled by keyboard. */
export function CodeBlock({ code, subject, charactersMost = CHARACTERS_SHOWN }: CodeBlockProps) {
  const isCut = code.length > charactersMost;
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={subject} className="code-block-text">
        <pre className="foreign">
          {visible(isCut ? code.slice(0, charactersMost) : code)}
          {isCut && `\n… ${code.length - charactersMost} more characters: copy it to see all.`}
        </pre>
      </section>
      <div className="code-block-copy">
        <CopyButton text={code} subject={subject} />
      </div>
    </div>
  );
}

/**
 * Control characters as their pictures (U+2400), and marks that would reverse the direction of the text around them by
 * their code point: text of others must not look like other text.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
