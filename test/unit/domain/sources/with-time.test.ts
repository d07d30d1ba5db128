import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { sign } from '../../../../src/domain/signature.ts';
import type { Headers } from '../../../../src/domain/sources/source.ts';
import {
  NOW_MS,
  NOW_SECONDS,
  secrets,
  standardHeaders,
  stripeHeader,
  verify,
} from '../../../support/source-requests.ts';

const sentence = expect.stringMatching(/^[A-Z].*\.$/);

describe('Stripe', () => {
  const source = { type: 'stripe' } as const;
  const body = '{"id":"evt_1PgafyGOVYKS1","object":"event","type":"invoice.paid"}';
  const right = stripeHeader(body);
  const [time = '', signature = ''] = right.split(',');
  const zeros = '0'.repeat(64);
  const verifyHeader = (header: string, nowMs = NOW_MS) =>
    verify(source, body, { 'stripe-signature': header }, { nowMs });

  it('has for a type and a key those of the event', () => {
    expect(verifyHeader(right)).toEqual({
      outcome: 'verified',
      headers: {},
      eventType: 'invoice.paid',
      deliveryKey: 'evt_1PgafyGOVYKS1',
    });
  });

  it.each<readonly [string, unknown]>([
    ['is no object', 'invoice.paid'],
    ['is null', null],
    ['has neither', {}],
    ['has others than texts', { id: 1, type: ['invoice.paid'] }],
    ['has texts that do not fit', { id: 'evt 1', type: 'invoice.paid\n' }],
  ])('has neither, if the body %s', (_, content) => {
    const given = JSON.stringify(content);
    expect(verify(source, given, { 'stripe-signature': stripeHeader(given) })).toEqual({
      outcome: 'verified',
      headers: {},
      eventType: null,
      deliveryKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it.each([
    ['a right one after a wrong one', `${time},v1=${zeros},${signature}`],
    ['a right one before a wrong one', `${right},v1=${zeros},v1=`],
    ['other schemes beside it', `${time},v0=${zeros},${signature},v2=x`],
    ['another order', `${signature},${time}`],
    ['things without a name', `${right},,=,x`],
  ])('is verified with %s', (_, header) => {
    expect(verifyHeader(header)).toMatchObject({ outcome: 'verified' });
  });

  it.each([
    ['wrong-signature', 'of another secret', stripeHeader(body, NOW_SECONDS, 'whsec_another-secret')],
    ['wrong-signature', 'of another time', `t=${NOW_SECONDS + 1},${signature}`],
    ['wrong-signature', 'in capitals', `${time},v1=${signature.slice(3).toUpperCase()}`],
    ['wrong-signature', 'of nothing', `${time},v1=`],
    ['malformed-signature', 'of no time', signature],
    ['malformed-signature', 'of two times', `t=1,${right}`],
    ['malformed-signature', 'of the same time twice', `${right},${right}`],
    ['malformed-signature', 'of a time that is no number', `t=soon,${signature}`],
    ['malformed-signature', 'of a time that begins with zero', `t=0${NOW_SECONDS},${signature}`],
    ['malformed-signature', 'of a fraction of a second', `t=${NOW_SECONDS}.0,${signature}`],
    ['malformed-signature', 'of a time that no clock shows', `t=${'9'.repeat(20)},${signature}`],
    ['malformed-signature', 'of another scheme', `${time},v0=${signature.slice(3)}`],
    ['malformed-signature', 'after a space', `${time}, ${signature}`],
    ['malformed-signature', 'in no such list', 'hello'],
    ['missing-signature', 'in an empty header', ''],
  ])('is refused as %s %s', (outcome, _, header) => {
    expect(verifyHeader(header)).toEqual({ outcome, detail: sentence });
  });

  it('is refused without the header', () => {
    expect(verify(source, body, {})).toMatchObject({
      outcome: 'missing-signature',
      detail: expect.stringContaining('Stripe-Signature'),
    });
  });

  it('may have a clock that differs by five minutes, and no more', () => {
    for (const seconds of [-300, -1, 0, 299, 300]) {
      expect(verifyHeader(right, NOW_MS + 1_000 * seconds)).toMatchObject({ outcome: 'verified' });
    }
    expect(verifyHeader(right, NOW_MS + 301_000)).toMatchObject({
      outcome: 'too-old',
      detail: expect.stringContaining('301 s ago'),
    });
    expect(verifyHeader(right, NOW_MS - 301_000)).toMatchObject({
      outcome: 'too-old',
      detail: expect.stringContaining('301 s ahead'),
    });
  });
});

describe('Standard Webhooks', () => {
  const source = { type: 'standard_webhooks' } as const;
  const body = '{"type":"contact.created","data":{}}';
  const right = standardHeaders(body);
  const verifyHeaders = (changed: Headers, nowMs = NOW_MS) =>
    verify(source, body, { ...right, ...changed }, { nowMs });

  it('is verified by the signature in the tests of its libraries', () => {
    // https://github.com/standard-webhooks/standard-webhooks, libraries/javascript/src/webhook.test.ts
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    expect(verify(source, '{"test": 2432232314}', headers, { nowMs: 1_614_265_330_000 })).toEqual({
      outcome: 'verified',
      headers: {},
      eventType: null,
      deliveryKey: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    });
  });

  it('has for a type that of the body, and for a key the id', () => {
    expect(verifyHeaders({})).toEqual({
      outcome: 'verified',
      headers: {},
      eventType: 'contact.created',
      deliveryKey: 'msg_1',
    });
  });

  it('may be another Posthorn', () => {
    const id = 'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE';
    const content = { id, timestampSeconds: NOW_SECONDS, body: Buffer.from(body) };
    const signatures = sign(content, [
      'whsec_C2FVsBQIhrscChlQIMVb5sSYspob7oDC2FVsBQIhrscC',
      secrets.standard_webhooks,
    ]);
    expect(verifyHeaders({ 'webhook-id': id, 'webhook-signature': signatures })).toMatchObject({
      outcome: 'verified',
      headers: {},
      deliveryKey: id,
    });
  });

  it.each([
    ['after another', `v1,${'A'.repeat(43)}= ${right['webhook-signature']}`],
    ['after an asymmetric one', `v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw== ${right['webhook-signature']}`],
    ['between spaces', ` ${right['webhook-signature']}  `],
  ])('is verified by the right signature %s', (_, signatures) => {
    expect(verifyHeaders({ 'webhook-signature': signatures })).toMatchObject({ outcome: 'verified' });
  });

  const ofAnotherTime = standardHeaders(body, NOW_SECONDS + 1)['webhook-signature'] ?? '';
  it.each([
    ['wrong-signature', 'webhook-id', 'msg_2'],
    ['wrong-signature', 'webhook-timestamp', String(NOW_SECONDS + 1)],
    ['wrong-signature', 'webhook-signature', ofAnotherTime],
    ['wrong-signature', 'webhook-signature', 'v1,'],
    ['malformed-signature', 'webhook-signature', 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw=='],
    ['malformed-signature', 'webhook-signature', 'hello'],
    ['malformed-signature', 'webhook-timestamp', 'now'],
    ['malformed-signature', 'webhook-timestamp', `${NOW_SECONDS} `],
    ['malformed-signature', 'webhook-timestamp', '1.8e9'],
    ['missing-signature', 'webhook-id', ''],
    ['missing-signature', 'webhook-timestamp', ''],
    ['missing-signature', 'webhook-signature', ''],
  ])('is refused as %s, if %s is "%s"', (outcome, name, value) => {
    expect(verifyHeaders({ [name]: value })).toEqual({ outcome, detail: sentence });
  });

  it('is refused without its headers, the first of which is named', () => {
    expect(verify(source, body, {})).toMatchObject({
      outcome: 'missing-signature',
      detail: expect.stringContaining('webhook-id'),
    });
  });

  it('is rejected if the signed text is cut into other parts', () => {
    const { 'webhook-signature': signature = '' } = standardHeaders(`${NOW_SECONDS}.${body}`, 1, 'msg_1');
    const sameSignature = new Webhook(secrets.standard_webhooks).sign('msg_1.1', new Date(NOW_MS), body);
    expect(sameSignature).toBe(signature);
    expect(verifyHeaders({ 'webhook-id': 'msg_1.1', 'webhook-signature': signature })).toMatchObject({
      outcome: 'malformed-signature',
    });
  });

  it('may have a clock that differs by five minutes, and no more', () => {
    for (const seconds of [-300, 300]) {
      expect(verifyHeaders({}, NOW_MS + 1_000 * seconds)).toMatchObject({ outcome: 'verified' });
    }
    for (const seconds of [-301, 301, Number.NaN]) {
      expect(verifyHeaders({}, NOW_MS + 1_000 * seconds)).toMatchObject({ outcome: 'too-old' });
    }
  });
});
