/** A request as a command of curl for a POSIX shell. */

export interface ShownRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: { readonly text: string | null; readonly base64: string };
}

/** curl computes these from the URL and the body. */
const COMPUTED = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

/** Longer bodies go over standard input: Linux takes arguments of at most 128 KiB. */
const ARGUMENT_CHARACTERS = 32_768;
const LINE_CHARACTERS = 76;

/**
 * The command sends the same bytes: a body with control characters, or that is not text, is in base64, because
 * arguments cannot hold NUL and terminals change other control characters when they are pasted.
 */
export function curlCommand({ method, url, headers, body }: ShownRequest): string {
  const fromInput = body.text === null || body.text.length > ARGUMENT_CHARACTERS || CONTROL.test(body.text);
  const parts = [
    `curl --globoff --request ${shellWord(method)}`,
    `--url ${shellWord(url)}`,
    ...headers.filter(({ name }) => !COMPUTED.has(name.toLowerCase())).map(headerPart),
    fromInput ? '--data-binary @-' : `--data-raw ${shellWord(body.text ?? '')}`,
  ];
  const command = parts.join(' \\\n  ');
  if (!fromInput) return command;
  return `base64 -d <<'BASE64' | ${command}\n${inLines(body.base64)}\nBASE64`;
}

/** curl leaves a header out if nothing follows the colon; a semicolon sends it without a value. */
const headerPart = ({ name, value }: ShownRequest['headers'][number]): string =>
  `--header ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`;

/** Between single quotes a shell changes nothing; a single quote itself ends them for a moment. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

const inLines = (base64: string): string => base64.replace(LINES, '$&\n').trimEnd();
const LINES = new RegExp(`.{${LINE_CHARACTERS}}`, 'g');

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
