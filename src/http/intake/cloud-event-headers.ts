/**
 * Attributes of CloudEvents as header values.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values
 */

const VISIBLE_ASCII = /^[\x20-\x7e]*$/;
const QUOTED = /^"((?:[^"\\]|\\.)*)"$/;
const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g;
const ENCODED = /["%]|[^\x21-\x7e]/gu;

/**
 * The attribute in a header value: the content of a quoted string, with percent-encoded UTF-8 decoded once. Escapes
 * that are not UTF-8 stay unchanged. Non-ASCII bytes, which the binding does not allow, are read as UTF-8.
 */
export function attributeOf(value: string): string {
  const text = utf8Of(value);
  const unquoted = QUOTED.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? text;
  return unquoted.includes('%') ? unquoted.replaceAll(ESCAPES, decoded) : unquoted;
}

/** The value to send on: unchanged if a header can carry it, otherwise percent-encoded. */
export const headerValueOf = (value: string): string =>
  VISIBLE_ASCII.test(value)
    ? value
    : attributeOf(value).toWellFormed().replaceAll(ENCODED, encodeURIComponent);

/** Node.js gives the bytes of a header as Latin-1 characters. */
function utf8Of(value: string): string {
  if (VISIBLE_ASCII.test(value) || /[^\0-\xff]/.test(value)) return value;
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}
