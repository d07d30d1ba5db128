/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Characters that a header value must not have, above all the line ends that would begin another header. */
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;
/** These headers belong to the connection, not to the caller. */
const FRAMING_NAMES = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/**
 * The head of a POST, with headers in the caller's order and spelling; undefined if a header cannot be sent. Its
 * characters are bytes (latin1).
 */
export function requestHead(
  { host, pathname, search }: URL,
  headers: Readonly<Record<string, string>>,
  bodyBytes: number,
): string | undefined {
  let head = `POST ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n`;
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!TOKEN.test(name) || UNSENDABLE.test(value) || FRAMING_NAMES.has(name.toLowerCase()))
      return undefined;
    head += `${name}: ${value}\r\n`;
  }
  return `${head}Content-Length: ${bodyBytes}\r\n\r\n`;
}
