import type { SendResult } from '../../domain/response-classification.ts';
import { BlockedAddress, NameNotResolved } from './guarded-resolver.ts';

export type SendFailure = Extract<SendResult, { kind: 'failure' }>;

export const failure = (failureKind: SendFailure['failureKind'], error: string): SendFailure => ({
  kind: 'failure',
  failureKind,
  error,
});

/** Without the address: who registers a name that resolves into a private network must not learn what is there. */
const BLOCKED = 'the host has an address that is not public';

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and what OpenSSL and Node.js call handshake errors. */
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_(CA|PURPOSE)$|PATH_LENGTH_|HOSTNAME_)/;

const tlsTexts = new Map([
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['CERT_NOT_YET_VALID', 'the certificate is not valid yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'the certificate is from an unknown authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'the certificate is from an unknown authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the certificate chain is incomplete'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another host name'],
]);

const connectionTexts = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection reset by the receiver'],
  ['EPIPE', 'connection closed by the receiver before it took the request'],
  ['EHOSTUNREACH', 'the host is unreachable'],
  ['ENETUNREACH', 'the network is unreachable'],
  ['UND_ERR_SOCKET', 'connection closed by the receiver before its response was complete'],
]);

const responseTexts = new Map([
  ['UND_ERR_HEADERS_OVERFLOW', 'the response headers are too large'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'the response body does not have the length that its header says'],
]);

/** What undici says, with the code of a broken connection, when the status is 100 or 101. */
const UNASKED_MESSAGES = new Set(['bad response', 'bad upgrade']);

/**
 * What a tenant is told about an exchange that failed without a response. Texts are made from codes, never from the
 * messages of Node.js and undici, which may name addresses.
 */
export function failureOf(error: Error): SendFailure {
  if (error instanceof BlockedAddress) return failure('blocked_address', BLOCKED);
  if (error instanceof NameNotResolved) return failure('dns', error.message);
  const responseText = responseTextOf(error);
  if (responseText !== undefined) return failure('invalid_response', responseText);
  const code = codeOf(error);
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return failure('timeout', 'no connection could be made in time');
  }
  if (TLS_CODE.test(code)) return failure('tls', `${tlsTexts.get(code) ?? 'no TLS connection'} (${code})`);
  return failure('connection', connectionTexts.get(code) ?? `the request could not be sent (${code})`);
}

function responseTextOf(error: Error): string | undefined {
  if (error.name === 'HTTPParserError') return 'the response is not valid HTTP/1.1';
  if (UNASKED_MESSAGES.has(error.message))
    return 'the response has a status that nobody asked for (100 or 101)';
  return responseTexts.get(codeOf(error));
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;
