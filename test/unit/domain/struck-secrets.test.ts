import { describe, expect, it } from 'vitest';
import { formsOf, secretsOf, struck } from '../../../src/domain/struck-secrets.ts';
import { aSubscription } from '../../support/records.ts';

const SECRET = 'Ab/c+d&"é<7>~ \'x';
const strike = (text: string, ...secrets: readonly string[]) => struck(text, formsOf(secrets));

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a secret in an answer is struck', () => {
  it.each([
    ['as it is', SECRET],
    ['in a URL', encodeURIComponent(SECRET)],
    [
      'in a URL with small hex digits',
      encodeURIComponent(SECRET).replaceAll(/%../g, (hex) => hex.toLowerCase()),
    ],
    ['in a form', new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON by Python', 'Ab/c+d&\\"\\u00e9<7>~ \'x'],
    ['in JSON by PHP', 'Ab\\/c+d&\\"\\u00e9<7>~ \'x'],
    ['in JSON by Go', 'Ab/c+d\\u0026\\"é\\u003c7\\u003e~ \'x'],
    ['in HTML', 'Ab/c+d&amp;&quot;é&lt;7&gt;~ &#39;x'],
    ['in hex', Buffer.from(SECRET).toString('hex')],
  ])('%s', (_, form) => {
    expect(strike(`you sent >>${form}<<, twice: ${form}`, SECRET)).toBe(
      'you sent >>[redacted]<<, twice: [redacted]',
    );
  });

  it.each(['', 'u', 'us', 'user:', 'Authorization: Basic '])('in base64, after %j', (before) => {
    const secret = 'a-long-secret-of-a-receiver';
    for (const after of ['', 'x', 'xy', '\r\nHost: example']) {
      const echoed = strike(base64(before + secret + after), secret);
      expect(echoed).toContain('[redacted]');
      const rest = echoed.split('[redacted]').map((part) => Buffer.from(part, 'base64').toString('latin1'));
      for (let at = 0; at + 4 <= secret.length; at += 1) {
        expect(rest.join(' ')).not.toContain(secret.slice(at, at + 4));
      }
    }
  });

  it('when it is cut off at the end of the text, from four characters up', () => {
    expect(strike('token=abcdefg', 'abcdefghij')).toBe('token=[redacted]');
    expect(strike('token=abcd', 'abcdefghij')).toBe('token=[redacted]');
    expect(strike('token=abc', 'abcdefghij')).toBe('token=abc');
    expect(strike('token=äöü\ufffd', 'äöüßabc', 'äöüßxyz')).toBe('token=äöü\ufffd');
    expect(strike('token=äöüß\ufffd', 'äöüßéabc')).toBe('token=[redacted]');
    expect(strike('aab aab a', 'aab aac')).toBe('aab [redacted]');
  });

  it('whole, when another secret is a part of it', () => {
    expect(strike('x-secret-long y', 'secret', 'secret-long')).toBe('x-[redacted] y');
  });

  it('but not when it is shorter than four characters', () => {
    expect(strike('yes, no', 'yes')).toBe('yes, no');
  });
});

describe('the secrets of a subscription', () => {
  it('are those of its headers, of auth, of ingest and of signing', () => {
    const subscription = aSubscription({
      headers: {
        'X-Key': 'header-value',
        Authorization: `Basic ${base64('name:pass-word')}`,
        'X-Auth': 'Token tok-1',
      },
      auth: { type: 'bearer', token: 'bearer-token' },
      ingestSecret: 'ingest-secret',
      signingSecrets: [
        { secret: 'whsec_current', expiresAtMs: null },
        { secret: 'whsk_private', expiresAtMs: 5 },
      ],
    });
    const all =
      'header-value pass-word tok-1 bearer-token ingest-secret whsec_current current whsk_private private';
    expect(struck(all, formsOf(secretsOf(subscription)))).toBe(all.replaceAll(/\S+/g, '[redacted]'));
  });
});
