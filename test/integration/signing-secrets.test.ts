import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  jsonWebKeySetShape,
  rotatedSecretShape,
  subscriptionSecretShape,
} from '../../src/http/subscriptions/secrets-output.ts';
import { problemIn, sendHttp } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { type ReceivedRequest, receiverForFile } from '../support/receiver.ts';

/** Secrets that attempts are signed with: shown, replaced, and in pairs. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const target = { target_url: 'http://127.0.0.1/hook' };

async function rotate(id: string, body: object = {}, headers: Record<string, string> = {}) {
  const answer = await posthorn.api.sendJson('POST', `/subscriptions/${id}/secret/rotate`, body, headers);
  expect(answer.status, answer.body.toString()).toBe(200);
  return rotatedSecretShape.parse(answer.json());
}

async function secretOf(id: string): Promise<z.infer<typeof subscriptionSecretShape>> {
  return subscriptionSecretShape.parse(
    (await posthorn.api.send('GET', `/subscriptions/${id}/secret`)).json(),
  );
}

async function keysOf(id: string): Promise<readonly Record<string, string>[]> {
  const answer = await sendHttp(posthorn.url, 'GET', `/subscriptions/${id}/jwks.json`);
  return jsonWebKeySetShape.parse(answer.json()).keys;
}

function verifies(secret: string, { body, headers }: ReceivedRequest): boolean {
  try {
    new Webhook(secret).verify(body.toString(), headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

describe('the signing secret', () => {
  it('is shown to those who manage, again and again', async () => {
    const { id, signing_secret: secret } = await posthorn.api.createSubscription(target);
    expect(await secretOf(id)).toEqual({ signing_secret: secret, public_key: null, previous: [] });
  });

  it('signs beside the new one during its grace period, and not after it', async () => {
    const hook = receiver.target();
    const { id, signing_secret: old } = await posthorn.api.createSubscription({ target_url: hook.url });
    const rotated = await rotate(id, { grace_period_seconds: 2 });
    expect(rotated.signing_secret).not.toBe(old);
    expect(rotated.previous).toMatchObject([{ signing_secret: old }]);
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id, '1')).task_id);
    expect(verifies(old, hook.requests[0]!)).toBe(true);
    expect(verifies(rotated.signing_secret, hook.requests[0]!)).toBe(true);

    const endMs = Date.parse(rotated.previous[0]!.expires_at);
    await eventually('the grace period is over', () => Date.now() > endMs);
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id, '2')).task_id);
    expect(verifies(old, hook.requests[1]!)).toBe(false);
    expect(verifies(rotated.signing_secret, hook.requests[1]!)).toBe(true);
    expect((await secretOf(id)).previous).toEqual([]);
  });

  it('is gone at once without a grace period', async () => {
    const { id } = await posthorn.api.createSubscription(target);
    const rotated = await rotate(id, { grace_period_seconds: 0 });
    expect(rotated.previous).toEqual([]);
  });

  it('stays for a day unless it is said otherwise, also without a body', async () => {
    const { id } = await posthorn.api.createSubscription(target);
    const answer = await posthorn.api.send('POST', `/subscriptions/${id}/secret/rotate`);
    const { previous } = rotatedSecretShape.parse(answer.json());
    expect(Date.parse(previous[0]!.expires_at) - Date.now()).toBeGreaterThan(86_000_000);
  });

  it('may be brought along', async () => {
    const { id } = await posthorn.api.createSubscription(target);
    const own = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    expect((await rotate(id, { signing_secret: own })).signing_secret).toBe(own);
    const weak = { signing_secret: 'whsec_AAAA' };
    const refused = await posthorn.api.sendJson('POST', `/subscriptions/${id}/secret/rotate`, weak);
    expect(problemIn(refused).errors?.[0]?.pointer).toBe('/signing_secret');
  });

  it('is replaced once for an Idempotency-Key', async () => {
    const { id, signing_secret: first } = await posthorn.api.createSubscription(target);
    const headers = { 'idempotency-key': 'rotate' };
    const rotated = await rotate(id, {}, headers);
    expect((await rotate(id, {}, headers)).signing_secret).toBe(rotated.signing_secret);
    expect((await secretOf(id)).previous).toMatchObject([{ signing_secret: first }]);
    await rotate(id);
    // Overtaken by another rotation, the repeat has nothing true to say any more.
    const path = `/subscriptions/${id}/secret/rotate`;
    expect(problemIn(await posthorn.api.sendJson('POST', path, {}, headers)).status).toBe(409);
  });

  it('has ten predecessors that still sign at most', async () => {
    const { id } = await posthorn.api.createSubscription(target);
    for (let n = 0; n < 10; n += 1) await rotate(id);
    const refused = await posthorn.api.send('POST', `/subscriptions/${id}/secret/rotate`);
    expect(problemIn(refused).type).toBe('urn:posthorn:problem:limit-reached');
    await rotate(id, { grace_period_seconds: 0 }).catch(() => {});
    expect((await secretOf(id)).previous).toHaveLength(10);
  });
});

describe('a rotation under load', () => {
  it('leaves every delivery verifiable with the old secret, and all after it with the new one', async () => {
    const hook = receiver.target();
    const { id, signing_secret: old } = await posthorn.api.createSubscription({ target_url: hook.url });
    const taskIds: string[] = [];
    let isOver = false;
    const load = async () => {
      while (!isOver) taskIds.push((await posthorn.api.ingest(id)).task_id);
    };
    const loads = Array.from({ length: 8 }, load);
    await eventually('it is busy', () => hook.requests.length > 100);
    const rotated = await rotate(id);
    const rotatedAtMs = Date.now();
    const late = () => hook.requests.filter(({ arrivedAtMs }) => arrivedAtMs > rotatedAtMs + 200);
    await eventually('it goes on', () => late().length > 100);
    isOver = true;
    await Promise.all(loads);
    await eventually('all have arrived', () => hook.requests.length >= taskIds.length);
    expect(hook.requests.filter((request) => !verifies(old, request))).toEqual([]);
    const inForceMs = Date.parse(rotated.in_force_at);
    const begunAfter = hook.requests.filter(
      ({ headers }) => Number(headers['webhook-timestamp']) * 1_000 > Math.max(inForceMs, rotatedAtMs),
    );
    for (const request of [...begunAfter, ...late()]) {
      expect(verifies(rotated.signing_secret, request)).toBe(true);
    }
  });
});

describe('v1a', () => {
  it('is signed with a key of Posthorn’s, whose public half anybody may read', async () => {
    const hook = receiver.target();
    const { id, public_key: publicKey } = await posthorn.api.createSubscription({
      target_url: hook.url,
      signature_versions: ['v1a'],
    });
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id, '{"order": 1001}')).task_id);
    const [{ headers, body } = expect.fail('nothing arrived')] = hook.requests;
    const [version, signature = ''] = String(headers['webhook-signature']).split(',');
    expect(version).toBe('v1a');
    const [jwk = {}] = await keysOf(id);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
    expect(verify(null, signed, key, Buffer.from(signature, 'base64'))).toBe(true);
    expect(publicKey).toBe(`whpk_${Buffer.from(jwk['x']!, 'base64url').toString('base64')}`);
    const rows = JSON.stringify(posthorn.rows('SELECT settings FROM subscriptions WHERE id = ?', id));
    expect(rows).not.toContain('whsk_');
  });

  it('can be had beside v1, later, and be left again', async () => {
    const { id, public_key: none, signing_secret: secret } = await posthorn.api.createSubscription(target);
    expect(none).toBeNull();
    expect(await keysOf(id)).toEqual([]);
    const both = await posthorn.api.changeSubscription(id, { signature_versions: ['v1', 'v1a'] });
    expect(both.public_key).toMatch(/^whpk_/);
    expect((await secretOf(id)).signing_secret).toBe(secret);
    const back = await posthorn.api.changeSubscription(id, { signature_versions: ['v1'] });
    expect(back.public_key).toBeNull();
    const again = await posthorn.api.changeSubscription(id, { signature_versions: ['v1a'] });
    expect(again.public_key).toBe(both.public_key);
  });

  it('has both keys rotated, and shows those that still sign', async () => {
    const { id, public_key: old } = await posthorn.api.createSubscription({
      ...target,
      signature_versions: ['v1', 'v1a'],
    });
    const rotated = await rotate(id);
    expect(rotated.public_key).not.toBe(old);
    expect(rotated.previous.map((one) => one.public_key)).toEqual([null, old]);
    expect(await keysOf(id)).toHaveLength(2);
  });

  it.each([[[]], [['v2']], [['v1', 'v1', 'v1']], ['v1']])('cannot be chosen as %j', async (versions) => {
    const body = { ...target, signature_versions: versions };
    expect(problemIn(await posthorn.api.sendJson('POST', '/subscriptions', body)).status).toBe(422);
  });
});
