/** Why a request failed, in words, with the code of Node.js for a search. */

const notTls = (place: string): string => `TLS failed: ${place} may not use TLS. Try http://`;

const texts: Readonly<Record<string, (place: string) => string>> = {
  ECONNREFUSED: (place) => `connection refused: nothing listens at ${place}`,
  ECONNRESET: () => 'the connection was closed before an answer came',
  EPIPE: () => 'the connection was closed before an answer came',
  ETIMEDOUT: (place) => `timed out while connecting to ${place}`,
  ENOTFOUND: (place) => `unknown host name in ${place}`,
  EAI_AGAIN: (place) => `the host name in ${place} could not be resolved. Try again`,
  EHOSTUNREACH: (place) => `no route to ${place}`,
  ENETUNREACH: (place) => `no route to ${place}`,
  EADDRNOTAVAIL: (place) => `no connection can be made to ${place}`,
  EACCES: (place) => `this machine does not allow a connection to ${place}`,
  EPROTO: notTls,
};

/** @param url that was requested */
export function connectionFailure(error: unknown, url: string): string {
  const { code, message } = codeAndMessage(error);
  if (code === undefined) return message;
  return `${textOf(code, message, new URL(url).host)} (${code})`;
}

function textOf(code: string, message: string, place: string): string {
  const text = texts[code];
  if (text !== undefined) return text(place);
  if (code.startsWith('HPE_')) return 'the answer is not HTTP';
  if (code.startsWith('ERR_SSL_')) return notTls(place);
  if (isCertificateCode(code))
    return `TLS failed: ${message}; NODE_EXTRA_CA_CERTS names a file of authorities to trust`;
  return message;
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const isCertificateCode = (code: string): boolean =>
  /^ERR_TLS_|CERT|SIGNATURE|ISSUER|CRL|^INVALID_CA$/.test(code);

/** The error code of Node.js; undefined if there is none. */
export const codeOf = (error: unknown): string | undefined => codeAndMessage(error).code;

interface Failure {
  readonly code: string | undefined;
  readonly message: string;
}

/**
 * A name with several addresses fails once for each of them, in an error without a message: the first one stands for
 * all.
 */
function codeAndMessage(error: unknown): Failure {
  if (error instanceof AggregateError && error.errors.length > 0) return codeAndMessage(error.errors[0]);
  if (!(error instanceof Error)) return { code: undefined, message: String(error) };
  const { code } = error as NodeJS.ErrnoException;
  return { code: typeof code === 'string' ? code : undefined, message: error.message };
}
