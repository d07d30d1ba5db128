import { describe, expect, it } from 'vitest';
import type { Program } from '../../../../client/src/cli/run.ts';
import {
  publicKeyOf,
  sign,
  signingPrivateKeyFrom,
  signingSecretFrom,
} from '../../../../src/domain/signature.ts';
import { ran } from '../../../support/cli-run.ts';

/** `posthorn verify`, with webhooks that are signed as the service signs them. */

const NOW_SECONDS = Date.parse('2026-01-31T09:30:00Z') / 1_000;
const secret = signingSecretFrom(Buffer.alloc(32, 1));
const otherSecret = signingSecretFrom(Buffer.alloc(32, 2));
const privateKey = signingPrivateKeyFrom(Buffer.alloc(32, 3));
const publicKey = publicKeyOf(privateKey);
const BODY = '{"order":1001,"total":"49.90"}';
const id = 'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE';

interface Recorded {
  readonly body?: string;
  readonly signed?: string;
  readonly secrets?: readonly string[];
  readonly ageSeconds?: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** The lines of headers, and the body as it was recorded. */
function recorded({
  signed = BODY,
  body = signed,
  secrets = [secret],
  ageSeconds = 60,
  headers = {},
}: Recorded = {}) {
  const timestampSeconds = NOW_SECONDS - ageSeconds;
  const all: Record<string, string | undefined> = {
    'Webhook-Id': id,
    'Webhook-Timestamp': String(timestampSeconds),
    'Webhook-Signature': sign({ id, timestampSeconds, body: Buffer.from(signed) }, secrets),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return { lines, body };
}

const filesOf = (files: Readonly<Record<string, string>>): Partial<Program> => ({
  readFile: (path) => Uint8Array.from(Buffer.from(files[path] ?? '')),
});

const verify = ({ lines, body }: ReturnType<typeof recorded>, flags: readonly string[]) =>
  ran(['verify', '--headers', 'h', '--body', 'b', ...flags], filesOf({ h: lines.join('\n'), b: body }));

describe('a webhook is verified', () => {
  it.each<[string, Recorded, readonly string[], string]>([
    ['with v1', {}, ['--secret', secret], '1: v1 matches --secret'],
    ['with v1a', { secrets: [privateKey] }, ['--public-key', publicKey], '1: v1a matches --public-key'],
    [
      'with one of two secrets',
      { secrets: [otherSecret, secret] },
      ['--secret', secret],
      '2: v1 matches --secret',
    ],
    [
      'at any age',
      { ageSeconds: 90_000 },
      ['--secret', secret],
      '(signed 25 h ago: receivers reject it after 5 min)',
    ],
    [
      'within a tolerance',
      { ageSeconds: 59 },
      ['--secret', secret, '--tolerance', '60'],
      '(signed 59 s ago)',
    ],
  ])('%s', async (_, about, flags, line) => {
    const { code, out, err } = await verify(recorded(about), flags);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(line);
    expect(out).toMatch(/\nverified\n$/);
  });

  it('with both versions, each of which is told', async () => {
    const flags = ['--secret', secret, '--public-key', publicKey];
    const { code, out } = await verify(recorded({ secrets: [secret, privateKey] }), flags);
    expect(code).toBe(0);
    expect(out).toContain('1: v1 matches --secret\n');
    expect(out).toContain('2: v1a matches --public-key\n');
  });

  it('under the names of Svix too', async () => {
    const { lines, body } = recorded();
    const both = [...lines, ...lines.map((line) => line.replace('Webhook-', 'svix-'))];
    const { code, out } = await verify({ lines: both, body }, ['--secret', secret]);
    expect(code).toBe(0);
    expect(out).toMatch(/svix-signature +1: v1 matches --secret/);
    const wrong = both.map((line) => line.replace(/^svix-Id: .*/, 'svix-Id: evt_other'));
    expect((await verify({ lines: wrong, body }, ['--secret', secret])).code).toBe(1);
  });

  it.each([
    [
      'HTTP as it was sent',
      (lines: string[], body: string) => `POST /hooks HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`,
    ],
    [
      'JSON of posthorn listen',
      (lines: string[], body: string) => JSON.stringify({ headers: headersOf(lines), body }),
    ],
    [
      'an event of API Gateway',
      (lines: string[], body: string) =>
        JSON.stringify({
          headers: headersOf(lines),
          body: Buffer.from(body).toString('base64'),
          isBase64Encoded: true,
        }),
    ],
  ])('from %s', async (_, fileOf) => {
    const { lines, body } = recorded({ body: '{"ü":\r\n1}\n', signed: '{"ü":\r\n1}\n' });
    const file = fileOf(lines, body);
    const args = ['verify', '--request', 'r', '--secret', secret];
    expect(await ran(args, filesOf({ r: file }))).toMatchObject({ code: 0, err: '' });
  });

  it('from header flags and a body that is piped in, with a key of the environment', async () => {
    const { lines, body } = recorded();
    const args = ['verify', ...lines.flatMap((line) => ['--header', line])];
    const env = { POSTHORN_WEBHOOK_KEY: `${otherSecret},${secret}` };
    const readInput = async () => Uint8Array.from(Buffer.from(body));
    const { code, out } = await ran(args, { env, readInput });
    expect(code).toBe(0);
    expect(out).toContain('matches POSTHORN_WEBHOOK_KEY');
  });
});

const headersOf = (lines: readonly string[]) => Object.fromEntries(lines.map((line) => line.split(': ')));

describe('a mismatch is named:', () => {
  const withSecret = ['--secret', secret];
  const NO_MATCH =
    'No signature matches: the key differs, or the id, the timestamp or the body was changed after signing.';
  it.each<[string, Recorded, readonly string[], string]>([
    ['another secret', {}, ['--secret', otherSecret], NO_MATCH],
    ['another body', { body: BODY.replace('49', '50') }, withSecret, NO_MATCH],
    ['another id', { headers: { 'Webhook-Id': 'evt_other' } }, withSecret, NO_MATCH],
    [
      'a line break at the end',
      { body: `${BODY}\n` },
      withSecret,
      'The signature matches the body without its last line break',
    ],
    [
      'CRLF',
      { signed: 'a\nb\n', body: 'a\r\nb\r\n' },
      withSecret,
      'The signature matches the body with LF in place of CRLF',
    ],
    [
      'JSON that was indented',
      { body: JSON.stringify(JSON.parse(BODY), null, 2) },
      withSecret,
      'The signature matches the JSON without spaces and line breaks',
    ],
    [
      'JSON that lost its spaces',
      { signed: '{"a": [1, 2]}', body: '{"a":[1,2]}' },
      withSecret,
      'The signature matches the JSON with a space after each comma and colon',
    ],
    [
      'a key of the other version',
      {},
      ['--public-key', publicKey],
      '1: v1 not checked: no key whsec_… is given',
    ],
    [
      'an unknown version',
      { headers: { 'Webhook-Signature': 'v2,AAAA' } },
      withSecret,
      '1: v2 not a version that Posthorn sends (v1 and v1a)',
    ],
    [
      'a signature without a version',
      { headers: { 'Webhook-Signature': 'AAAA' } },
      withSecret,
      'not of the form <version>,<base64>',
    ],
    [
      'a header that is missing',
      { headers: { 'Webhook-Timestamp': undefined } },
      withSecret,
      'The header webhook-timestamp is missing.',
    ],
    ['an empty header', { headers: { 'Webhook-Id': '' } }, withSecret, 'The header webhook-id is empty.'],
    [
      'milliseconds',
      { headers: { 'Webhook-Timestamp': `${NOW_SECONDS}000` } },
      withSecret,
      'webhook-timestamp must be Unix time in seconds: it is in milliseconds.',
    ],
    [
      'a time that is no number',
      { headers: { 'Webhook-Timestamp': 'now' } },
      withSecret,
      'webhook-timestamp must be Unix time in seconds.',
    ],
    [
      'an id with a full stop',
      { headers: { 'Webhook-Id': 'evt.1' } },
      withSecret,
      'webhook-id must be visible ASCII characters without a full stop.',
    ],
    [
      'an age beyond the tolerance',
      { ageSeconds: 301 },
      [...withSecret, '--tolerance', '300'],
      'webhook-timestamp is out of range: it was signed 301 s ago, and --tolerance allows 300 s.',
    ],
  ])('%s', async (_, about, flags, line) => {
    const { code, out, err } = await verify(recorded(about), flags);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain(line);
    expect(out).toMatch(/\nNOT VERIFIED\n$/);
  });

  it('a request without any of the headers', async () => {
    const { code, out } = await verify({ lines: ['host: a'], body: '' }, withSecret);
    expect(code).toBe(1);
    for (const name of ['id', 'timestamp', 'signature'])
      expect(out).toContain(`The header webhook-${name} is missing.`);
  });

  it('a header that is there twice', async () => {
    const { lines, body } = recorded();
    const { out } = await verify({ lines: [...lines, `webhook-id: ${id}`], body }, withSecret);
    expect(out).toContain('The header webhook-id is repeated 2 times.');
  });

  it('as JSON for programs', async () => {
    const { out } = await verify(recorded(), ['--secret', otherSecret, '--json']);
    expect(JSON.parse(out)).toEqual({
      verified: false,
      checked: [
        {
          headers: 'webhook',
          id,
          timestamp: String(NOW_SECONDS - 60),
          age_seconds: 60,
          signatures: [{ version: 'v1', matches: null, fault: 'does not match' }],
          faults: [NO_MATCH],
          verified: false,
        },
      ],
    });
  });
});
