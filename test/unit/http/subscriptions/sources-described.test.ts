import { describe, expect, it } from 'vitest';
import { templateFault } from '../../../../src/domain/sources/signed-template.ts';
import type { Headers, HmacSource, Source } from '../../../../src/domain/sources/source.ts';
import { sourceSecretFault } from '../../../../src/domain/sources/verify-source.ts';
import { sourceOf, source as wireSchema, wireSource } from '../../../../src/http/subscriptions/source.ts';
import {
  hex256,
  hmacSource,
  NOW_MS,
  NOW_SECONDS,
  secrets,
  verify,
  webCryptoHmac,
} from '../../../support/source-requests.ts';

const body = '{"type":"order.created","id":7}';
const hmac = (signed: string, as: Parameters<typeof webCryptoHmac>[0] = hex256) =>
  webCryptoHmac(as, secrets.hmac, Buffer.from(signed));
const inHeader = { header: 'X-Time', format: 'seconds', toleranceSeconds: 60 } as const;

describe('a template', () => {
  it.each<readonly [string, Partial<HmacSource>, string, Headers]>([
    ['{body}', {}, body, {}],
    ['{timestamp}.{body}', { timestamp: inHeader }, `${NOW_SECONDS}.${body}`, { 'x-time': `${NOW_SECONDS}` }],
    [
      'v0:{timestamp}:{body}',
      { timestamp: inHeader },
      `v0:${NOW_SECONDS}:${body}`,
      { 'x-time': `${NOW_SECONDS}` },
    ],
    [
      '{id}.{timestamp}.{body}',
      { timestamp: inHeader, id: { header: 'X-Id' } },
      `m1.${NOW_SECONDS}.${body}`,
      { 'x-time': `${NOW_SECONDS}`, 'x-id': 'm1' },
    ],
    [
      '{id}{timestamp}{body}',
      { timestamp: { ...inHeader, format: 'rfc3339' }, id: { header: 'X-Id' } },
      `m12027-01-15T08:00:00.123Z${body}`,
      { 'x-time': '2027-01-15T08:00:00.123Z', 'x-id': 'm1' },
    ],
    ['{url}{body}', { url: 'https://a.example/hook' }, `https://a.example/hook${body}`, {}],
    ['{body}{url}', { url: 'https://a.example/hook' }, `${body}https://a.example/hook`, {}],
    [
      '{timestamp}\n{body}',
      { timestamp: { ...inHeader, format: 'milliseconds' } },
      `${NOW_MS}\n${body}`,
      { 'x-time': `${NOW_MS}` },
    ],
  ])('%s is what is signed', async (signed, about, content, headers) => {
    const source = hmacSource({ signed, ...about });
    const given = { ...headers, 'x-signature': await hmac(content) };
    expect(templateFault(signed)).toBeUndefined();
    expect(verify(source, body, given)).toMatchObject({ outcome: 'verified' });
    expect(verify(source, `${body} `, given)).toMatchObject({ outcome: 'wrong-signature' });
    expect(verify(hmacSource({ signed: 'x{body}' }), body, given)).toMatchObject({
      outcome: 'wrong-signature',
    });
    for (const name of Object.keys(headers)) {
      expect(verify(source, body, { ...given, [name]: '' })).toMatchObject({ outcome: 'missing-signature' });
    }
  });

  it.each([
    ['{timestamp}', /must contain \{body\}/],
    ['{body}{body}', /more than once/],
    ['{time}.{body}', /unknown placeholder/],
    ['{id}{body}', /between \{id\} and \{body\}/],
    ['{body}{id}', /between \{id\} and \{body\}/],
  ])('%s is refused', (template, fault) => {
    expect(templateFault(template)).toMatch(fault);
  });

  it('is never cut at another place: an id has no separator of the template', async () => {
    const source = hmacSource({ signed: '{id}.{body}', id: { header: 'X-Id' } });
    const signature = await hmac(`a.b.${body}`);
    expect(verify(source, `b.${body}`, { 'x-id': 'a', 'x-signature': signature })).toMatchObject({
      outcome: 'verified',
    });
    expect(verify(source, body, { 'x-id': 'a.b', 'x-signature': signature })).toMatchObject({
      outcome: 'malformed-signature',
    });
  });
});

describe('a list of fields in one header', () => {
  const source = hmacSource({
    signed: '{timestamp}.{body}',
    field: 'v1',
    separator: ', ',
    timestamp: { field: 't', format: 'seconds', toleranceSeconds: 10 },
  });
  const at = async (seconds: number) => `t=${seconds}, v1=${await hmac(`${seconds}.${body}`)}`;
  const verifyHeader = (header: string) => verify(source, body, { 'x-signature': header });

  it('has the time and any number of signatures', async () => {
    const right = await at(NOW_SECONDS);
    expect(verifyHeader(right)).toMatchObject({ outcome: 'verified' });
    expect(verifyHeader(`${right}, v1=00, v0=x`)).toMatchObject({ outcome: 'verified' });
    expect(verifyHeader(`v1=00, ${right}`)).toMatchObject({ outcome: 'verified' });
    expect(verifyHeader(`${right}, t=1`)).toMatchObject({ outcome: 'malformed-signature' });
    expect(verifyHeader(`t=${NOW_SECONDS}`)).toMatchObject({
      outcome: 'malformed-signature',
      detail: expect.stringContaining('t=<Unix time in seconds>, v1=<hex>'),
    });
  });

  it('is held to its own tolerance, to the second, to both sides', async () => {
    for (const offset of [-10, 0, 10]) {
      expect(verifyHeader(await at(NOW_SECONDS + offset))).toMatchObject({ outcome: 'verified' });
    }
    for (const offset of [-11, 11, 300]) {
      expect(verifyHeader(await at(NOW_SECONDS + offset))).toMatchObject({
        outcome: 'too-old',
        detail: expect.stringContaining('at most 10 s'),
      });
    }
  });
});

describe('base64url', () => {
  it('may have padding or none', async () => {
    const source = hmacSource({ encoding: 'base64url' });
    const signature = await hmac(body, { algorithm: 'sha256', encoding: 'base64url' });
    expect(signature).not.toContain('=');
    for (const given of [signature, `${signature}=`]) {
      expect(verify(source, body, { 'x-signature': given })).toMatchObject({ outcome: 'verified' });
    }
    expect(verify(source, body, { 'x-signature': `${signature}===` })).toMatchObject({
      outcome: 'malformed-signature',
    });
  });
});

describe('the identity of an event', () => {
  const timed = hmacSource({ signed: '{timestamp}.{body}', timestamp: inHeader });
  const keyOf = (result: object) => (result as { deliveryKey?: string | null }).deliveryKey;

  it('is the signed content with its time', async () => {
    const at = async (seconds: number) =>
      keyOf(verify(timed, body, { 'x-time': `${seconds}`, 'x-signature': await hmac(`${seconds}.${body}`) }));
    expect(await at(NOW_SECONDS)).toMatch(/^[0-9a-f]{64}$/);
    expect(await at(NOW_SECONDS)).toBe(await at(NOW_SECONDS));
    expect(await at(NOW_SECONDS + 1)).not.toBe(await at(NOW_SECONDS));
  });

  it('is the id, where it is signed', async () => {
    const source = hmacSource({ signed: '{id}.{body}', id: { header: 'X-Id' } });
    const headers = { 'x-id': 'm1', 'x-signature': await hmac(`m1.${body}`) };
    expect(keyOf(verify(source, body, headers))).toBe('m1');
  });
});

describe('an event type', () => {
  it.each<readonly [HmacSource['eventType'], string | null]>([
    [{ member: 'type' }, 'order.created'],
    [{ member: 'id' }, null],
    [{ member: 'constructor' }, null],
    [{ header: 'X-Topic' }, 'order.paid'],
    [{ header: 'X-None' }, null],
  ])('stands at %j: %s', async (eventType, found) => {
    const source = hmacSource({ ...(eventType && { eventType }) });
    const headers = { 'x-signature': await hmac(body), 'x-topic': 'order.paid' };
    expect(verify(source, body, headers)).toMatchObject({ outcome: 'verified', eventType: found });
  });
});

describe('a token', () => {
  const source = { type: 'token', header: 'Authorization', prefix: 'Bearer ' } as const;

  it.each([
    ['verified', `Bearer ${secrets.token}`],
    ['wrong-signature', `Bearer ${secrets.token}x`],
    ['wrong-signature', 'Bearer '],
    ['malformed-signature', secrets.token],
    ['missing-signature', ''],
  ])('is %s: "%s"', (outcome, authorization) => {
    expect(verify(source, body, { authorization })).toMatchObject({ outcome });
    expect(verify({ ...source, header: 'constructor' }, body, {})).toMatchObject({
      outcome: 'missing-signature',
    });
  });

  it('is a secret of 16 characters of a header at least', () => {
    expect(sourceSecretFault(source, 'short')).toMatch(/shorter than 16/);
    expect(sourceSecretFault(source, 'sixteen characters')).toMatch(/visible ASCII/);
    expect(sourceSecretFault(source, secrets.token)).toBeUndefined();
  });
});

describe('basic authentication', () => {
  const source = { type: 'basic', username: 'provider' } as const;
  const basic = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    ['verified', `Basic ${basic(`provider:${secrets.basic}`)}`],
    ['verified', `basic  ${basic(`provider:${secrets.basic}`)}`],
    ['wrong-signature', `Basic ${basic(`provider:${secrets.basic}x`)}`],
    ['wrong-signature', `Basic ${basic(`Provider:${secrets.basic}`)}`],
    ['wrong-signature', `Basic ${basic('provider')}`],
    ['malformed-signature', `Bearer ${basic(`provider:${secrets.basic}`)}`],
    ['malformed-signature', 'Basic'],
    ['malformed-signature', 'Basic not base64'],
    ['missing-signature', ''],
  ])('is %s: "%s"', (outcome, authorization) => {
    expect(verify(source, body, { authorization })).toMatchObject({ outcome });
  });
});

describe('on the wire', () => {
  const described = {
    type: 'hmac',
    header: 'X-Signature',
    algorithm: 'sha1',
    encoding: 'base64url',
    prefix: '',
    signed: '{id}.{timestamp}.{body}{url}',
    field: 'v1',
    separator: ';',
    timestamp: { field: 't', format: 'milliseconds', tolerance_seconds: 5 },
    id: { header: 'X-Id' },
    url: 'https://a.example/ingest/{subscription_id}',
    event_type: { member: 'type' },
  };

  it.each<object>([
    described,
    { type: 'hmac', header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', prefix: '' },
    { type: 'token', header: 'X-Token', prefix: 'Token ', event_type: { header: 'X-Topic' } },
    { type: 'basic', username: 'provider' },
    { type: 'square', url: 'https://a.example/hook' },
    { type: 'meta', verify_token: 'meatyhamhock' },
    { type: 'slack' },
  ])('a source is shown as it was given: %j', (given) => {
    expect(wireSource(sourceOf(wireSchema.parse(given)))).toEqual(given);
  });

  it('a source that was stored before there were templates signs the body alone', async () => {
    const stored = { type: 'hmac', header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', prefix: '' };
    const source = stored as Source;
    expect(wireSource(source)).toEqual(stored);
    expect(verify(source, body, { 'x-signature': await hmac(body) })).toMatchObject({ outcome: 'verified' });
  });

  it.each<readonly [object, string, RegExp]>([
    [{ signed: '{timestamp}.{body}' }, '/timestamp', /is required/],
    [{ timestamp: { header: 'X-Time' } }, '/timestamp', /not signed.*\{timestamp\}/],
    [{ signed: '{id}.{body}' }, '/id', /is required/],
    [{ id: { header: 'X-Id' } }, '/id', /not signed/],
    [{ signed: '{url}{body}' }, '/url', /is required/],
    [{ signed: '{timestamp}.{body}', timestamp: {} }, '/timestamp', /"header" or a "field"/],
    [{ signed: '{timestamp}.{body}', timestamp: { field: 't' } }, '/field', /is required/],
    [{ signed: '{timestamp}.{body}', field: 't', timestamp: { field: 't' } }, '/field', /of the time/],
    [{ separator: ';' }, '/separator', /give "field"/],
    [{ signed: 'body' }, '/signed', /must contain \{body\}/],
    [{ event_type: {} }, '/event_type', /"header" or a "member"/],
    [{ event_type: { header: 'X-Topic', member: 'type' } }, '/event_type', /not both/],
  ])('%j is refused at %s', (about, pointer, detail) => {
    const result = wireSchema.safeParse({ type: 'hmac', header: 'X-Signature', ...about });
    const issues = result.success ? [] : result.error.issues;
    const faults = issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, message }));
    expect(faults).toContainEqual({ pointer, message: expect.stringMatching(detail) });
  });
});
