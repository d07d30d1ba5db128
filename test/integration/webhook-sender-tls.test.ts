import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ipv4, requestTo, senderWith } from '../support/guarded-sender.ts';
import { startRawReceiver, startReceiver, startTlsReceiver } from '../support/receiver-servers.ts';

describe('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-tls-'));
  let certificate: { key: string; cert: string };

  beforeAll(() => {
    const keyFile = join(folder, 'key.pem');
    const certFile = join(folder, 'cert.pem');
    const subject = ['-subj', '/CN=receiver.example', '-addext', 'subjectAltName=DNS:receiver.example'];
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
    const request = ['req', '-x509', '-days', '2', ...newKey, ...subject, '-out', certFile];
    execFileSync('openssl', request, { stdio: 'pipe' });
    certificate = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const resolveName = async () => ipv4('127.0.0.1');

  it('with a trusted certificate carries the request, over HTTP/1.1 also where HTTP/2 is preferred', async () => {
    const tls = { ...certificate, ALPNProtocols: ['h2', 'http/1.1'] };
    const receiver = await startTlsReceiver((response) => response.end('ok'), tls);
    const sender = senderWith({ resolveName, ca: certificate.cert, allowHttp: false });
    for (let time = 0; time < 2; time += 1) {
      const result = await sender.send(requestTo(`https://receiver.example:${receiver.port}/`));
      expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
    }
    expect(receiver.requests).toHaveLength(2);
    expect(receiver.connectionCount()).toBe(1);
  });

  it('with a self-signed certificate fails', async () => {
    const receiver = await startTlsReceiver((response) => response.end(), certificate);
    const result = await senderWith({ resolveName }).send(
      requestTo(`https://receiver.example:${receiver.port}/`),
    );
    const error = 'the certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)';
    expect(result).toEqual({ kind: 'failure', failureKind: 'tls', error });
    expect(receiver.requests).toHaveLength(0);
  });

  it('with a certificate for another name fails', async () => {
    const receiver = await startTlsReceiver((response) => response.end(), certificate);
    const sender = senderWith({ resolveName, ca: certificate.cert });
    const result = await sender.send(requestTo(`https://other.example:${receiver.port}/`));
    const error = 'the certificate is for another host name (ERR_TLS_CERT_ALTNAME_INVALID)';
    expect(result).toEqual({ kind: 'failure', failureKind: 'tls', error });
    expect(receiver.requests).toHaveLength(0);
  });

  it('is checked also where the environment says that it is not', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const receiver = await startTlsReceiver((response) => response.end(), certificate);
    const result = await senderWith({ resolveName }).send(
      requestTo(`https://receiver.example:${receiver.port}/`),
    );
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'tls' });
    expect(receiver.requests).toHaveLength(0);
  });

  it('to a server that speaks plain HTTP fails', async () => {
    const receiver = await startReceiver((response) => response.end());
    const result = await senderWith({ resolveName }).send(
      requestTo(`https://receiver.example:${receiver.port}/`),
    );
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'tls' });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'to a server that demands a client certificate fails, by %s, whatever of the request was written',
    async (maxVersion) => {
      const tls = {
        ...certificate,
        ca: certificate.cert,
        requestCert: true,
        rejectUnauthorized: true,
        maxVersion,
      };
      const receiver = await startTlsReceiver((response) => response.end(), tls);
      const sender = senderWith({ resolveName, ca: certificate.cert });
      for (const bytes of [2, 2_000_000]) {
        const body = Buffer.alloc(bytes);
        const result = await sender.send(requestTo(`https://receiver.example:${receiver.port}/`, { body }));
        expect(result).toMatchObject({ kind: 'failure', failureKind: 'tls' });
        expect(result.kind === 'failure' && result.error).toContain('client certificate');
      }
    },
  );

  it('that is never answered ends with the deadline', async () => {
    const receiver = await startRawReceiver(() => {});
    const url = `https://receiver.example:${receiver.port}/`;
    const result = await senderWith({ resolveName }).send(requestTo(url, { timeoutMs: 150 }));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'timeout' });
  });
});
