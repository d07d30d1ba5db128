import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { subscriptionLimits } from '../../src/domain/limits.ts';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { type ReceivedRequest, receiverForFile, type Target } from '../support/receiver.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const firstRequest = (target: Target) => eventually('it arrives', () => target.requests[0]);

/** The names as they were on the wire. */
const namesOf = ({ rawHeaders }: ReceivedRequest) => rawHeaders.filter((_, n) => n % 2 === 0);

describe('a subscription’s own headers', () => {
  it('keep their capitals when they are stored, shown and sent, also after a change', async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      headers: { 'X-API-Key': 'one', SOAPAction: 'two' },
    });
    await posthorn.api.changeSubscription(id, { headers: { 'x-Api-key': 'three' } });
    expect(Object.keys((await posthorn.api.subscription(id)).headers)).toEqual(['SOAPAction', 'x-Api-key']);
    await posthorn.api.ingest(id);
    const request = await firstRequest(target);
    expect(namesOf(request)).toEqual(expect.arrayContaining(['SOAPAction', 'x-Api-key']));
    expect(namesOf(request)).not.toContain('X-API-Key');
    expect(request.headers).toMatchObject({ soapaction: 'two', 'x-api-key': 'three' });
    expect(request.headers['x-posthorn-subscription-id']).toBe(id);
  });

  it('are one header in two spellings, and refused, in POST, PUT and PATCH', async () => {
    const target_url = receiver.target().url;
    const { id } = await posthorn.api.createSubscription({ target_url });
    const headers = { 'X-Key': '1', 'x-key': '2' };
    const calls = [
      ['POST', '/subscriptions', { target_url, headers }],
      ['PUT', `/subscriptions/${id}`, { target_url, headers }],
      ['PATCH', `/subscriptions/${id}`, { headers }],
      ['PATCH', `/subscriptions/${id}`, { headers: { 'X-Key': null, 'x-key': '2' } }],
    ] as const;
    for (const [method, path, body] of calls) {
      expect(problemIn(await posthorn.api.sendJson(method, path, body)).errors, method).toMatchObject([
        { pointer: '/headers/x-key' },
      ]);
    }
  });

  it('are bounded together, those that are stored and not named again included', async () => {
    const target_url = receiver.target().url;
    const value = 'x'.repeat(subscriptionLimits.headersCharacters / 2 - 3);
    const { id } = await posthorn.api.createSubscription({
      target_url,
      headers: { 'X-A': value, 'X-B': value },
    });
    const refused = [
      await posthorn.api.sendJson('PATCH', `/subscriptions/${id}`, { headers: { C: 'c' } }),
      await posthorn.api.sendJson('PUT', `/subscriptions/${id}`, {
        target_url,
        headers: { 'X-A': '[redacted]', 'X-B': '[redacted]', C: 'c' },
      }),
      await posthorn.api.sendJson('POST', '/subscriptions', {
        target_url,
        headers: { 'X-A': value, 'X-B': value, C: 'c' },
      }),
    ];
    for (const answer of refused) {
      expect(problemIn(answer).errors).toMatchObject([
        { pointer: '/headers', detail: 'has 8194 characters of names and values; at most 8192 are allowed' },
      ]);
    }
    await posthorn.api.changeSubscription(id, { headers: { 'X-A': null, C: 'c' } });
  });

  it('do not replace the headers of an event', async () => {
    const target = receiver.target();
    const created = { target_url: target.url, event_types: ['ce.sent'], headers: { 'ce-id': 'other' } };
    const refused = await posthorn.api.sendJson('POST', '/subscriptions', created);
    expect(problemIn(refused).errors).toMatchObject([{ pointer: '/headers/ce-id' }]);
  });
});

describe('signature_headers', () => {
  /** As a library of Svix verifies: https://docs.svix.com/receiving/verifying-payloads/how-manual */
  function verifiesAsSvix(secret: string, { headers, body }: ReceivedRequest): boolean {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const content = `${headers['svix-id']}.${headers['svix-timestamp']}.${body}`;
    const expected = createHmac('sha256', key).update(content).digest('base64');
    return `${headers['svix-signature']}`.split(' ').includes(`v1,${expected}`);
  }

  it('add the names of Svix beside those of Standard Webhooks, with the same values', async () => {
    const target = receiver.target();
    const { id, signing_secret, ...shown } = await posthorn.api.createSubscription({
      target_url: target.url,
      signature_headers: ['svix', 'webhook'],
    });
    expect(shown.signature_headers).toEqual(['svix', 'webhook']);
    await posthorn.api.ingest(id, '{"order":17}');
    const request = await firstRequest(target);
    const { headers, body } = request;
    expect(verifiesAsSvix(signing_secret, request)).toBe(true);
    new Webhook(signing_secret).verify(body, headers as Record<string, string>);
    const branded = ['id', 'timestamp', 'signature'].map((name) => [
      `webhook-${name}`,
      headers[`svix-${name}`],
    ]);
    new Webhook(signing_secret).verify(body, Object.fromEntries(branded) as Record<string, string>);
  });

  it('are those of Standard Webhooks alone unless others are asked for, and again when that is taken back', async () => {
    const target = receiver.target();
    const { id, signature_headers } = await posthorn.api.createSubscription({ target_url: target.url });
    expect(signature_headers).toEqual(['webhook']);
    await posthorn.api.changeSubscription(id, { signature_headers: ['webhook', 'svix'] });
    await posthorn.api.changeSubscription(id, { description: 'a change of something else' });
    expect((await posthorn.api.subscription(id)).signature_headers).toEqual(['webhook', 'svix']);
    await posthorn.api.changeSubscription(id, { signature_headers: null });
    await posthorn.api.ingest(id);
    const names = namesOf(await firstRequest(target));
    expect(names.filter((name) => name.startsWith('svix-'))).toEqual([]);
    expect(names).toContain('webhook-id');
  });

  it.each([[[]], [['svix']], [['webhook', 'stripe']]])('cannot be %j', async (signature_headers) => {
    const body = { target_url: receiver.target().url, signature_headers };
    const answer = await posthorn.api.sendJson('POST', '/subscriptions', body);
    expect(problemIn(answer).errors?.[0]?.pointer).toMatch(/^\/signature_headers/);
  });
});
