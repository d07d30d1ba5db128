import { describe, expect, it } from 'vitest';
import {
  BlockedAddress,
  NameNotResolved,
  ResolverDown,
} from '../../../../src/adapters/http/guarded-resolver.ts';
import {
  ConnectionClosed,
  ConnectTimeout,
  failureOf,
  SenderClosed,
} from '../../../../src/adapters/http/send-failure.ts';

const withCode = (code: string) => Object.assign(new Error(`connect ${code} 10.1.2.3:443`), { code });

const failures: [Error, string, string][] = [
  [new BlockedAddress(), 'blocked_address', 'the host has an address that is not public'],
  [new NameNotResolved('EAI_AGAIN'), 'dns', 'the host name could not be resolved (EAI_AGAIN)'],
  [withCode('ETIMEDOUT'), 'timeout', 'no connection could be made in time'],
  [new ConnectTimeout(), 'timeout', 'no connection could be made in time'],
  [withCode('ECONNREFUSED'), 'connection', 'connection refused'],
  [withCode('ECONNRESET'), 'connection', 'connection reset by the receiver'],
  [withCode('EPIPE'), 'connection', 'connection closed by the receiver before it took the request'],
  [withCode('EHOSTUNREACH'), 'connection', 'the host is unreachable'],
  [withCode('ENETUNREACH'), 'connection', 'the network is unreachable'],
  [
    new ConnectionClosed(),
    'connection',
    'connection closed by the receiver before its response was complete',
  ],
  [
    Object.assign(withCode('EADDRNOTAVAIL'), { address: '2001:db8::1' }),
    'connection',
    'the request could not be sent (EADDRNOTAVAIL)',
  ],
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
  [
    withCode('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    'tls',
    'the receiver demands a client certificate, which Posthorn does not have (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
  ],
];

describe('the error of a failed attempt, as a tenant sees it', () => {
  it.each(failures)('of %o is the kind %s and a text that names no address', (error, failureKind, text) => {
    expect(failureOf(error)).toEqual({ kind: 'failure', failureKind, error: text });
  });
});

const ownFaults: [Error, string][] = [
  [withCode('EMFILE'), 'the process has no free file descriptor (EMFILE)'],
  [withCode('ENFILE'), 'the machine has no free file descriptor (ENFILE)'],
  [withCode('ENOBUFS'), 'the machine has no memory for sockets (ENOBUFS)'],
  [withCode('ENOMEM'), 'the machine has no memory left (ENOMEM)'],
  [withCode('EADDRNOTAVAIL'), 'the machine has no free port for a connection (EADDRNOTAVAIL)'],
  [withCode('ENETDOWN'), 'the network of the machine is down (ENETDOWN)'],
  [new ResolverDown('EAI_AGAIN'), 'the name servers of this machine do not answer (EAI_AGAIN)'],
  [new SenderClosed(), 'the sender is closed'],
  [
    new AggregateError([withCode('ECONNREFUSED'), withCode('EMFILE')]),
    'the process has no free file descriptor (EMFILE)',
  ],
];

describe('a fault of Posthorn itself', () => {
  it.each(ownFaults)('is no failure of the receiver: %o', (error, text) => {
    expect(failureOf(error)).toEqual({ kind: 'own_fault', error: text });
  });
});
