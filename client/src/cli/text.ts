/** Texts for people: programs use `--json`. */

/**
 * A text with its control characters spelled out. Payloads and answers are untrusted and must not move the cursor,
 * retitle the window or forge a line. Line ends and tabs stay.
 */
export const printable = (text: string): string =>
  text.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The same on one line. */
export const oneLine = (text: string): string => printable(text.replaceAll(/[\n\r\t]+/g, ' '));

/** `12 ms`, `1.4 s`, `12 s`, `3 min`, `5 h` */
export function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (ms > 0 && ms < 999.5) return `${Math.round(ms)} ms`;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  if (seconds < 99.5 * 60) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}

/** Columns as wide as their widest cell; the last one unchanged. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** JSON indented, other text unchanged; for binary data only its size. */
export function prettyPayload(body: Uint8Array): string {
  if (body.length === 0) return '(empty)';
  const text = utf8(body);
  if (text === undefined) return `(${body.length} bytes that are not text)`;
  return printable(indentedJson(text) ?? text);
}

/** Undefined for bytes that are not UTF-8. */
export function utf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/**
 * JSON with line breaks and spaces added. The text is not parsed and serialized again: `1e400` and long numbers would
 * change, and readers want to see the sent bytes. Undefined if the text is not JSON.
 */
export function indentedJson(text: string): string | undefined {
  const tokens = jsonTokens(text);
  if (tokens === undefined) return undefined;
  let depth = 0;
  let out = '';
  tokens.forEach((token, index) => {
    const isEmpty = /^[[{]$/.test(token) && /^[\]}]$/.test(tokens[index + 1] ?? '');
    const closesEmpty = /^[\]}]$/.test(token) && /^[[{]$/.test(tokens[index - 1] ?? '');
    if (/^[\]}]$/.test(token)) depth -= 1;
    const before = /^[\]}]$/.test(token) && !closesEmpty ? lineBreak(depth) : '';
    if (/^[[{]$/.test(token)) depth += 1;
    out += before + token + gapAfter(token, depth, isEmpty);
  });
  return out;
}

/** JSON without the spaces and line breaks between its tokens; undefined if the text is not JSON. */
export function jsonTokens(text: string): readonly string[] | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return text.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/gs) ?? [];
}

const lineBreak = (depth: number): string => `\n${'  '.repeat(depth)}`;

function gapAfter(token: string, depth: number, isEmpty: boolean): string {
  if (token === ':') return ' ';
  if (token === ',' || (/^[[{]$/.test(token) && !isEmpty)) return lineBreak(depth);
  return '';
}
