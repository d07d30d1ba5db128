import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdSubscriptionShape } from '../../src/http/subscriptions/output.ts';
import { sendHttp } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { type Language, languages, withoutPublicKeys, withoutToolchain } from './languages.ts';
import { programsOfPage } from './page-programs.ts';
import { install, publicKeysAt, type ReceiverProcess, startReceiverProcess } from './receiver-process.ts';
import { type Delivered, startRelay } from './relay.ts';

/** The receivers of docs/receiving.md, exactly as on the page, get deliveries of Posthorn. */

const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(64, 2).toString('base64')}`;
const PAYLOAD = '{"order": 1001, "total": 1e400, "customer": "Zoë"}';
/** Compilers have the machine to themselves for no moment. */
const PREPARED_WITHIN_MS = 180_000;
/** A rejected webhook is not retried while the test runs. */
const onlyOnce = { retry_policy: { schedule: [3_600] } };

const posthorn = await serviceForFile();
const relay = await startRelay();
afterAll(() => relay.stop());

/** A subscription, and the receiver's answer to the first attempt of an event for it. */
async function subscribe(targetUrl: string, signing: object = { signing_secret: OLD }) {
  const input = { target_url: targetUrl, ...onlyOnce, ...signing };
  const answer = await posthorn.api.sendJson('POST', '/subscriptions', input);
  const subscription = createdSubscriptionShape.parse(answer.json());
  const deliver = async () => {
    const accepted = await posthorn.api.ingest(subscription.id, PAYLOAD);
    const attempted = await eventually('an attempt is made', async () => {
      const delivery = await posthorn.api.delivery(accepted.task_id);
      return delivery.attempts.length > 0 && delivery;
    });
    return { ...attempted, answer: attempted.attempts[0]?.status_code };
  };
  const rotate = async () => {
    const path = `/subscriptions/${subscription.id}/secret/rotate`;
    const rotated = await posthorn.api.sendJson('POST', path, { signing_secret: NEW });
    expect(rotated.status, rotated.body.toString()).toBe(200);
  };
  return { ...subscription, deliver, rotate };
}

/** Signed rightly, by another implementation than ours, so many seconds from now. */
function signedAt(fromNowSeconds: number): (delivered: Delivered) => Delivered {
  return ({ headers, body }) => {
    const at = new Date(Date.now() + fromNowSeconds * 1_000);
    const signature = new Webhook(OLD).sign(String(headers['webhook-id']), at, body);
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    return {
      headers: { ...headers, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
      body,
    };
  };
}

const withHeaders =
  (changed: Readonly<Record<string, string | undefined>>) =>
  ({ headers, body }: Delivered): Delivered => {
    const all = Object.entries({ ...headers, ...changed });
    return { headers: Object.fromEntries(all.filter(([, value]) => value !== undefined)), body };
  };

const alterSignature =
  (alter: (signature: string) => string) =>
  (delivered: Delivered): Delivered =>
    withHeaders({ 'webhook-signature': alter(String(delivered.headers['webhook-signature'])) })(delivered);

const tampered = ({ headers, body }: Delivered): Delivered => ({
  headers,
  body: Buffer.from(body.toString().replace('1001', '1002')),
});

/** An old recording whose body began with the time of now: read with that time, and with its own one in the id. */
const reread = ({ headers, body }: Delivered): Delivered => {
  const id = String(headers['webhook-id']);
  const old = new Date(Date.now() - 1_000_000_000);
  const now = String(Math.floor(Date.now() / 1_000));
  const signature = new Webhook(OLD).sign(id, old, `${now}.${body}`);
  const given = {
    'webhook-id': `${id}.${Math.floor(old.getTime() / 1_000)}`,
    'webhook-timestamp': now,
    'webhook-signature': signature,
  };
  return { headers: { ...headers, ...given }, body };
};

const refused: Readonly<Record<string, (delivered: Delivered) => Delivered>> = {
  'another body': tampered,
  'a body parsed and printed again': ({ headers, body }) => ({
    headers,
    body: Buffer.from(JSON.stringify(JSON.parse(body.toString()))),
  }),
  'an empty body': ({ headers }) => ({ headers, body: Buffer.alloc(0) }),
  'another id': withHeaders({ 'webhook-id': 'evt_another' }),
  'a newer timestamp': withHeaders({ 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) + 60) }),
  'an old recording': signedAt(-310),
  'an old recording with its time in the id': reread,
  'a time to come': signedAt(310),
  'a timestamp that is none': withHeaders({ 'webhook-timestamp': 'yesterday' }),
  'no timestamp': withHeaders({ 'webhook-timestamp': undefined }),
  'no signature': withHeaders({ 'webhook-signature': undefined }),
  'no headers of ours': withHeaders({
    'webhook-id': undefined,
    'webhook-timestamp': undefined,
    'webhook-signature': undefined,
  }),
  'an unknown version': alterSignature((signature) => signature.replace('v1,', 'v2,')),
  'a signature cut short': alterSignature((signature) => signature.slice(0, -4)),
  'no more than the version': alterSignature(() => 'v1,'),
};

const accepted: Readonly<Record<string, (delivered: Delivered) => Delivered>> = {
  'four minutes old': signedAt(-240),
  'four minutes ahead': signedAt(240),
  'one of several signatures': alterSignature(
    (signature) => `v1a,AAAA v2,x v1,${'A'.repeat(44)} ${signature}`,
  ),
};

describe('docs/receiving.md', () => {
  it('has no program that is not run', () => {
    const known = languages.flatMap(({ files }) => Object.values(files));
    expect([...programsOfPage().keys()].toSorted()).toEqual(known.toSorted());
  });
});

const named = (name: string, reason: string | undefined) =>
  reason === undefined ? name : `${name} (${reason})`;

for (const language of languages) {
  const without = withoutToolchain(language);
  describe.skipIf(without !== undefined)(named(`the receiver in ${language.name}`, without), () =>
    describeReceiver(language),
  );
}

function describeReceiver(language: Language): void {
  let folder: string;
  let old: ReceiverProcess;
  let renewed: ReceiverProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthorn-receiving-'));
    await install(language, folder);
    old = await startReceiverProcess(language, folder, { name: 'old', keys: [OLD] });
    renewed = await startReceiverProcess(language, folder, { name: 'new', keys: [NEW] });
  }, PREPARED_WITHIN_MS);
  afterAll(async () => {
    await Promise.all([old?.stop(), renewed?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps a delivered webhook, byte for byte', async () => {
    const { deliver } = await subscribe(old.origin);
    const { status, answer, event_id: id } = await deliver();
    expect({ status, answer }).toEqual({ status: 'delivered', answer: 204 });
    expect((await old.kept()).get(id)?.toString()).toBe(PAYLOAD);
  });

  it('takes a replay, and keeps the event once', async () => {
    const { deliver } = await subscribe(old.origin);
    const { id, event_id: eventId } = await deliver();
    await posthorn.api.replay(id);
    const { attempts } = await eventually('it is delivered again', async () => {
      const delivery = await posthorn.api.delivery(id);
      return delivery.status === 'delivered' && delivery.attempts.length === 2 && delivery;
    });
    expect(attempts.map(({ status_code: code }) => code)).toEqual([204, 204]);
    expect(old.saidOf(eventId)).toEqual([`kept ${eventId}`, `had ${eventId} already`]);
    expect([...(await old.kept()).keys()].filter((name) => name.endsWith('.draft'))).toEqual([]);
  });

  it.each(Object.entries(refused))('refuses %s', async (_, alter) => {
    const { deliver } = await subscribe(relay.target(old.origin, alter));
    const { status, answer, event_id: id } = await deliver();
    expect({ status, answer }).toEqual({ status: 'retrying', answer: 401 });
    expect(old.saidOf(id)).toEqual([]);
  });

  it.each(Object.entries(accepted))('accepts a webhook that is %s', async (_, alter) => {
    const { deliver } = await subscribe(relay.target(old.origin, alter));
    expect(await deliver()).toMatchObject({ status: 'delivered', answer: 204 });
  });

  it('rejects a webhook that was signed with another secret', async () => {
    const { deliver } = await subscribe(renewed.origin);
    expect(await deliver()).toMatchObject({ status: 'retrying', answer: 401 });
  });

  it('takes deliveries during a rotation with the old secret alone, and with the new one alone', async () => {
    for (const { origin } of [old, renewed]) {
      const { deliver, rotate } = await subscribe(origin);
      await rotate();
      expect(await deliver()).toMatchObject({ status: 'delivered', answer: 204 });
    }
  });

  it('refuses more than a mebibyte, and goes on', async () => {
    const body = Buffer.alloc(1024 * 1024 + 1);
    // It may also hang up in the middle of a request that it rejects.
    const status = await sendHttp(old.origin, 'POST', '/', { body }).then(
      (answer) => answer.status,
      () => 413,
    );
    expect(status).toBe(413);
    const { deliver } = await subscribe(old.origin);
    expect(await deliver()).toMatchObject({ answer: 204 });
  });

  it('does not start with a key of which nothing is left', async () => {
    const start = startReceiverProcess(language, folder, { name: 'without', keys: ['whsec_'] });
    await expect(start).rejects.toThrow('WEBHOOK_KEYS');
  });

  const without = withoutPublicKeys(language);
  it.skipIf(without !== undefined)(
    named('takes v1a by the public keys that are served', without),
    async () => {
      const versions = { signature_versions: ['v1a'] };
      // Where it listens is known only after its keys are.
      const { id, deliver, public_key: key } = await subscribe('http://127.0.0.1/', versions);
      const keys = await publicKeysAt(language, folder, `${posthorn.url}/subscriptions/${id}/jwks.json`);
      expect(keys).toEqual([key]);
      const receiver = await startReceiverProcess(language, folder, { name: 'v1a', keys });
      try {
        await posthorn.api.changeSubscription(id, { target_url: receiver.origin });
        expect(await deliver()).toMatchObject({ status: 'delivered', answer: 204 });
        await posthorn.api.changeSubscription(id, { target_url: relay.target(receiver.origin, tampered) });
        expect(await deliver()).toMatchObject({ status: 'retrying', answer: 401 });
        const other = await subscribe(receiver.origin, versions);
        expect(await other.deliver()).toMatchObject({ status: 'retrying', answer: 401 });
        const hmac = await subscribe(receiver.origin);
        expect(await hmac.deliver()).toMatchObject({ status: 'retrying', answer: 401 });
      } finally {
        await receiver.stop();
      }
    },
  );
}
