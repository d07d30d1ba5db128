import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { BlockedAddress, NameNotResolved } from '../../src/adapters/http/guarded-resolver.ts';
import { failureOf } from '../../src/adapters/http/send-failure.ts';

const withCode = (code: string) => Object.assign(new Error(`connect ${code} 10.1.2.3:443`), { code });

const failures: [Error, string, string][] = [
  [new BlockedAddress(), 'blocked_address', 'the host has an address that is not public'],
  [new NameNotResolved('EAI_AGAIN'), 'dns', 'the host name could not be resolved (EAI_AGAIN)'],
  [withCode('ETIMEDOUT'), 'timeout', 'no connection could be made in time'],
  [new errors.ConnectTimeoutError('to 10.1.2.3:443'), 'timeout', 'no connection could be made in time'],
  [withCode('ECONNREFUSED'), 'connection', 'connection refused'],
  [withCode('ECONNRESET'), 'connection', 'connection reset by the receiver'],
  [withCode('EPIPE'), 'connection', 'connection closed by the receiver before it took the request'],
  [withCode('EHOSTUNREACH'), 'connection', 'the host is unreachable'],
  [withCode('ENETUNREACH'), 'connection', 'the network is unreachable'],
  [withCode('EMFILE'), 'connection', 'the request could not be sent (EMFILE)'],
  [new errors.ClientDestroyedError(), 'connection', 'the request could not be sent (UND_ERR_DESTROYED)'],
  [new TypeError('of 10.1.2.3'), 'connection', 'the request could not be sent (TypeError)'],
  [withCode('CERT_HAS_EXPIRED'), 'tls', 'the certificate has expired (CERT_HAS_EXPIRED)'],
  [withCode('CERT_REVOKED'), 'tls', 'no TLS connection (CERT_REVOKED)'],
  [withCode('CRL_HAS_EXPIRED'), 'tls', 'no TLS connection (CRL_HAS_EXPIRED)'],
  [withCode('UNABLE_TO_GET_CRL'), 'tls', 'no TLS connection (UNABLE_TO_GET_CRL)'],
  [withCode('INVALID_CA'), 'tls', 'no TLS connection (INVALID_CA)'],
  [withCode('HOSTNAME_MISMATCH'), 'tls', 'no TLS connection (HOSTNAME_MISMATCH)'],
  [withCode('PATH_LENGTH_EXCEEDED'), 'tls', 'no TLS connection (PATH_LENGTH_EXCEEDED)'],
  [withCode('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls', 'no TLS connection (ERR_SSL_WRONG_VERSION_NUMBER)'],
  [withCode('EPROTO'), 'tls', 'no TLS connection (EPROTO)'],
  [withCode('EPROTOTYPE'), 'connection', 'the request could not be sent (EPROTOTYPE)'],
  [new errors.HTTPParserError('Expected HTTP/'), 'invalid_response', 'the response is not valid HTTP/1.1'],
  [new errors.HeadersOverflowError(), 'invalid_response', 'the response headers are too large'],
];

describe('what a tenant is told about a failed attempt', () => {
  it.each(failures)('of %o is the kind %s and a text that names no address', (error, failureKind, text) => {
    expect(failureOf(error)).toEqual({ kind: 'failure', failureKind, error: text });
  });
});
