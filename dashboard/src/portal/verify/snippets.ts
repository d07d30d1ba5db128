import typescript from './code/typescript.txt?raw';
import csharp from './code/Webhooks.cs?raw';
import java from './code/Webhooks.java?raw';
import go from './code/webhooks.go?raw';
import php from './code/webhooks.php?raw';
import python from './code/webhooks.py?raw';
import ruby from './code/webhooks.rb?raw';
import rust from './code/webhooks.rs?raw';

export interface Snippet {
  readonly id: string;
  readonly title: string;
  /** The versions and libraries that it needs, in words. */
  readonly needs: string;
  /** @param secret as the API shows it, in the alphabet of base64: it needs no escaping in any language */
  readonly code: (secret: string) => string;
}

/** In place of the secret until the reader asks for it. */
export const PLACEHOLDER = 'whsec_YOUR_SECRET';

const filled = (code: string) => (secret: string) => code.replaceAll('{{secret}}', () => secret);

export const snippets: readonly Snippet[] = [
  {
    id: 'typescript',
    title: 'TypeScript',
    needs: 'Node.js 20 or newer, nothing else.',
    code: filled(typescript),
  },
  { id: 'python', title: 'Python', needs: 'Python 3.9 or newer, nothing else.', code: filled(python) },
  { id: 'go', title: 'Go', needs: 'Go 1.20 or newer, nothing else.', code: filled(go) },
  { id: 'java', title: 'Java', needs: 'Java 17 or newer, nothing else.', code: filled(java) },
  { id: 'ruby', title: 'Ruby', needs: 'Ruby 3.0 or newer, nothing else.', code: filled(ruby) },
  { id: 'php', title: 'PHP', needs: 'PHP 8.0 or newer, nothing else.', code: filled(php) },
  { id: 'csharp', title: 'C#', needs: '.NET 6 or newer, nothing else.', code: filled(csharp) },
  {
    id: 'rust',
    title: 'Rust',
    needs: 'The crates base64 0.22, hmac 0.12 and sha2 0.10.',
    code: filled(rust),
  },
];
