import { isIPv6 } from 'node:net';
import type { OwnFault, SendResult } from '../../domain/response-classification.ts';
import { BlockedAddress, NameNotResolved, ResolverDown } from './guarded-resolver.ts';

export type SendFailure = Extract<SendResult, { kind: 'failure' }>;

export const failure = (failureKind: SendFailure['failureKind'], error: string): SendFailure => ({
  kind: 'failure',
  failureKind,
  error,
});

/** The receiver closed the connection, or sent bytes that belong to no request. */
export class ConnectionClosed extends Error {}

/** No connection was made within `connectionLimits.connectSeconds`. */
export class ConnectTimeout extends Error {}

/** The sender is closed: the process is about to end. */
export class SenderClosed extends Error {}

/** Without the address: the owner of a name that resolves into a private network must not learn its addresses. */
const BLOCKED = 'the host has an address that is not public';

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and the handshake errors of OpenSSL and Node.js. */
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_(CA|PURPOSE)$|PATH_LENGTH_|HOSTNAME_)/;

const CLIENT_CERTIFICATE = 'the receiver demands a client certificate, which Posthorn does not have';

const HANDSHAKE_REJECTED = 'the receiver rejected the TLS handshake; it may demand a client certificate';

const tlsTexts = new Map([
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['CERT_NOT_YET_VALID', 'the certificate is not valid yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'the certificate is from an unknown authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'the certificate is from an unknown authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the certificate chain is incomplete'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another host name'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', CLIENT_CERTIFICATE],
  // Older versions of TLS have no separate alert for a missing client certificate.
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', HANDSHAKE_REJECTED],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', HANDSHAKE_REJECTED],
]);

const connectionTexts = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection reset by the receiver'],
  ['EPIPE', 'connection closed by the receiver before it took the request'],
  ['EHOSTUNREACH', 'the host is unreachable'],
  ['ENETUNREACH', 'the network is unreachable'],
]);

/** Resources that Posthorn's own machine has run out of. */
const ownFaults = new Map([
  ['EMFILE', 'the process has no free file descriptor'],
  ['ENFILE', 'the machine has no free file descriptor'],
  ['ENOBUFS', 'the machine has no memory for sockets'],
  ['ENOMEM', 'the machine has no memory left'],
  ['EADDRNOTAVAIL', 'the machine has no free port for a connection'],
  ['ENETDOWN', 'the network of the machine is down'],
]);

const ownFault = (error: string): OwnFault => ({ kind: 'own_fault', error });

/**
 * The result of an exchange that failed without a status. The texts are made from codes, never from messages of
 * Node.js, which can name addresses.
 * @param informationalStatus the last 1xx if the receiver sent nothing else, or 0
 */
export function failureOf(error: Error, informationalStatus = 0): SendFailure | OwnFault {
  if (error instanceof BlockedAddress) return failure('blocked_address', BLOCKED);
  if (error instanceof NameNotResolved) return failure('dns', error.message);
  const own = ownFaultOf(error);
  if (own !== undefined) return own;
  const code = codeOf(error);
  if (error instanceof ConnectTimeout || code === 'ETIMEDOUT') {
    return failure('timeout', 'no connection could be made in time');
  }
  if (TLS_CODE.test(code)) return failure('tls', `${tlsTexts.get(code) ?? 'no TLS connection'} (${code})`);
  if (informationalStatus > 0) {
    return failure(
      'invalid_response',
      `connection closed by the receiver after HTTP ${informationalStatus}, which is informational, without a final response`,
    );
  }
  if (error instanceof ConnectionClosed) {
    return failure('connection', 'connection closed by the receiver before its response was complete');
  }
  return failure('connection', connectionTexts.get(code) ?? `the request could not be sent (${code})`);
}

function ownFaultOf(error: Error): OwnFault | undefined {
  if (error instanceof ResolverDown) return ownFault(error.message);
  if (error instanceof SenderClosed) return ownFault('the sender is closed');
  // For a name with several addresses, each address has its own error.
  if (error instanceof AggregateError) {
    return error.errors.map((each) => ownFaultOf(each)).find((each) => each !== undefined);
  }
  const code = codeOf(error);
  // A machine without IPv6 has no address for any port: it cannot reach that name.
  const isOutOfReach = code === 'EADDRNOTAVAIL' && 'address' in error && isIPv6(String(error.address));
  const text = isOutOfReach ? undefined : ownFaults.get(code);
  return text === undefined ? undefined : ownFault(`${text} (${code})`);
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;
