import { createHash, createHmac } from 'node:crypto';

/**
 * AWS Signature Version 4 for S3, written from its description, independently of Posthorn's own code, so that
 * the two can be compared: emulators do not check signatures.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */

export interface SignedRequest {
  readonly method: string;
  /** As it came, encoded; these requests have no query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The signature that a request should have, over the headers that its `Authorization` says are signed. */
export function signatureOf(request: SignedRequest, secretAccessKey: string): string {
  const { scope, signedHeaders } = authorizationOf(request);
  const canonicalRequest = [
    request.method,
    request.path.split('/').map(normalized).join('/'),
    '',
    ...signedHeaders.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signedHeaders.join(';'),
    request.headers['x-amz-content-sha256'],
  ].join('\n');
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonicalRequest).digest('hex'),
  ].join('\n');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const signingKey = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(signingKey, stringToSign).toString('hex');
}

export function authorizationOf({ headers }: SignedRequest) {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/([\w/-]+), ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;
  const [, keyId, scope, signed, signature] = pattern.exec(String(headers['authorization'])) ?? [];
  if (scope === undefined || signed === undefined) throw new Error('the request is not signed');
  return { keyId, scope, signedHeaders: signed.split(';'), signature };
}

/** S3 decodes a path and encodes it again in its own way. */
const normalized = (segment: string): string =>
  [...Buffer.from(decodeURIComponent(segment))]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
