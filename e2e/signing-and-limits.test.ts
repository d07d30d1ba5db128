import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import type { ReceivedRequest } from '../test/support/receiver.ts';
import { PATIENCE_MS, posthornForFile } from './support/posthorn.ts';

const posthorn = posthornForFile();

function verifies(secret: string, { body, headers }: ReceivedRequest): boolean {
  try {
    new Webhook(secret).verify(body.toString(), headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

describe.concurrent('a signing secret', () => {
  it('that was rotated signs on beside the new one', async ({ expect }) => {
    const { id, hook, signing_secret: old } = await posthorn.subscribe();
    const rotated = await posthorn.api.rotateSecret(id, { grace_period_seconds: 600 });
    const inForceMs = Date.parse(rotated.in_force_at);
    // Every delivery meanwhile is verified by a receiver that knows the old one, and from then on with either.
    do {
      const { task_id: taskId } = await posthorn.api.ingest(id);
      await posthorn.deliveryIn('delivered', taskId);
      expect(verifies(old, hook.requests.at(-1)!)).toBe(true);
    } while (Date.now() <= inForceMs);
    const { task_id: taskId } = await posthorn.api.ingest(id);
    await posthorn.deliveryIn('delivered', taskId);
    expect(verifies(old, hook.requests.at(-1)!)).toBe(true);
    expect(verifies(rotated.signing_secret, hook.requests.at(-1)!)).toBe(true);
    expect((await posthorn.api.secret(id)).signing_secret).toBe(rotated.signing_secret);
  });

  it('may be a private key, whose public half is public', async ({ expect }) => {
    const { id, hook } = await posthorn.subscribe({ signature_versions: ['v1a'] });
    await posthorn.deliveryIn('delivered', (await posthorn.api.ingest(id, '{"order":1001}')).task_id);
    const [{ headers, body } = expect.fail('nothing arrived')] = hook.requests;
    const [version, signature = ''] = String(headers['webhook-signature']).split(',');
    expect(version).toBe('v1a');
    const answer = await posthorn.api.send('GET', `/subscriptions/${id}/jwks.json`, { authorization: '' });
    const key = createPublicKey({ key: JSON.parse(answer.text).keys[0], format: 'jwk' });
    const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
    expect(verify(null, signed, key, Buffer.from(signature, 'base64'))).toBe(true);
  });
});

describe.concurrent('attempts', () => {
  it('authenticate as the receiver wants it', async ({ expect }) => {
    const auth = { type: 'basic', username: 'shop', password: 'hush' };
    const { id, hook, ...made } = await posthorn.subscribe({ auth });
    expect(JSON.stringify(made)).not.toContain('hush');
    await posthorn.deliveryIn('delivered', (await posthorn.api.ingest(id)).task_id);
    expect(hook.requests[0]?.headers.authorization).toBe(`Basic ${btoa('shop:hush')}`);
  });

  it('get an access token from the receiver’s authorization server', async ({ expect }) => {
    const tokens = posthorn.hook(() => ({ status: 200, body: '{"access_token":"abc","expires_in":600}' }));
    const auth = { type: 'oauth2', token_url: tokens.url, client_id: 'posthorn', client_secret: 'hush' };
    const { id, hook } = await posthorn.subscribe({ auth });
    await posthorn.deliveryIn('delivered', (await posthorn.api.ingest(id)).task_id);
    expect(hook.requests[0]?.headers.authorization).toBe('Bearer abc');
    expect(tokens.requests[0]?.body.toString()).toBe('grant_type=client_credentials');
  });

  it('come no faster than the receiver allows, and all of them come', async ({ expect }) => {
    const limit = { per_second: 2, burst: 2 };
    const { id, hook } = await posthorn.subscribe({ rate_limit: limit });
    const accepted = await Promise.all(Array.from({ length: 14 }, (_, n) => posthorn.api.ingest(id, `${n}`)));
    for (const { task_id: taskId } of accepted) {
      expect((await posthorn.deliveryIn('delivered', taskId)).attempts).toHaveLength(1);
    }
    const arrivals = hook.requests.map(({ arrivedAtMs }) => arrivedAtMs);
    expect(arrivals).toHaveLength(14);
    const seconds = (Math.max(...arrivals) - Math.min(...arrivals) + 200) / 1_000;
    expect(arrivals.length).toBeLessThanOrEqual(limit.burst + Math.ceil(limit.per_second * seconds));
  });
});

describe.concurrent('a subscription', () => {
  it('can be tried, and its deliveries counted', async ({ expect }) => {
    const { id, hook } = await posthorn.subscribe({ event_types: ['order.*'] });
    await posthorn.deliveryIn('delivered', (await posthorn.api.test(id)).task_id);
    expect(hook.requests[0]?.headers['x-posthorn-event-type']).toBe('posthorn.test');
    const stats = await eventually(
      'it is counted',
      async () => {
        const found = await posthorn.api.stats(id);
        return found.deliveries['delivered'] === 1 && found;
      },
      PATIENCE_MS,
    );
    expect(stats).toMatchObject({ attempts: 1, is_complete: true });
  });
});
