import { jsonTokens, utf8 } from './text.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface BodyVariant {
  readonly body: Bytes;
  /** How the body was changed after it was sent, as a sentence. */
  readonly explanation: string;
}

/** Candidates for the original body: undoes usual changes by editors, shells and parsers. */
export function bodyVariants(body: Bytes): readonly BodyVariant[] {
  const text = utf8(body);
  if (text === undefined) return [];
  const tokens = jsonTokens(text);
  const texts: readonly (readonly [string | undefined, string])[] = [
    [
      text.replace(/\r?\n$/, ''),
      'the body without its last line break: it was added after the body was received',
    ],
    [text.replaceAll('\r\n', '\n'), 'the body with LF in place of CRLF: its line breaks were changed'],
    [text.replaceAll(/\r?\n/g, '\r\n'), 'the body with CRLF in place of LF: its line breaks were changed'],
    [`${text}\n`, 'the body with a line break at the end: it was removed'],
    [tokens?.join(''), `the JSON without spaces and line breaks: ${REFORMATTED}`],
    [tokens?.map(spaced).join(''), `the JSON with a space after each comma and colon: ${REFORMATTED}`],
  ];
  const all = texts.map(([variant, explanation]) => ({ variant, explanation }));
  return all.flatMap(({ variant, explanation }) =>
    variant === undefined || variant === text
      ? []
      : [{ body: Uint8Array.from(Buffer.from(variant)), explanation }],
  );
}

const REFORMATTED = 'it was parsed and serialized again. Verify the bytes as received';

const spaced = (token: string): string => (token === ',' || token === ':' ? `${token} ` : token);
