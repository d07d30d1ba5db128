import { describe, expect, it, onTestFinished } from 'vitest';
import { type CliProcess, cliForFile } from '../support/cli-process.ts';
import {
  folderForTest,
  serviceForFile,
  serviceForTest,
  startEmbeddedService,
} from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, closedPort, receiverForTest } from '../support/receiver.ts';

/** `posthorn listen` and `posthorn tail`, which run until they are told to end. */

const cli = cliForFile();
const service = await serviceForFile();

const here = () => ({ POSTHORN_URL: service.url, POSTHORN_API_KEY: service.adminKey.key });
const posthorn = (...args: readonly string[]) => cli.run(args, { env: here() });

/** Listens on any port with a subscription of its own. */
async function listening(eventType: string, ...flags: readonly string[]) {
  const listener = posthorn('listen', '--port', '0', '--subscribe', eventType, ...flags);
  const [, id = ''] = await listener.says(/subscribed as (sub_\w+)/);
  await listener.says(/listening on/);
  return { listener, id };
}

const subscriptionIds = async () => {
  const { stdout } = await posthorn('subscriptions', 'list', '--json').exited;
  return stdout;
};

const jsonLines = (listener: CliProcess) =>
  listener
    .stdout()
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('listen', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    'verifies what send has sent, and cleans up at %s',
    async (signal) => {
      const { listener, id } = await listening('listen.first');
      expect(await subscriptionIds()).toContain(id);
      const sent = await posthorn('send', 'listen.first', '--data', '{"order":{"id":1e400,"lines":[]}}')
        .exited;
      const eventId = sent.stdout.trim();
      await listener.says(/answered/);
      listener.kill(signal);
      const { code, stdout, stderr } = await listener.exited;
      expect(code).toBe(0);
      const [head = '', ...payload] = stdout.split('\n');
      expect(head).toMatch(
        /^\S+Z {2}evt_\w+ {2}listen\.first {2}attempt 1 {2}signed \d s ago {2}verified {2}answered 204$/,
      );
      expect(head).toContain(eventId);
      expect(payload).toEqual([
        '{',
        '  "order": {',
        '    "id": 1e400,',
        '    "lines": []',
        '  }',
        '}',
        '',
        '',
      ]);
      expect(stderr.split('\n').slice(-2)).toEqual([`${id} is deleted`, '']);
      expect(stdout + stderr).not.toContain('whsec_');
      expect(await subscriptionIds()).not.toContain(id);
    },
  );

  it('cleans up when a terminal that is closed says so more than once', async () => {
    const { listener, id } = await listening('listen.closed');
    for (let times = 0; times < 5; times += 1) listener.kill('SIGHUP');
    listener.kill('SIGTERM');
    expect(await listener.exited).toMatchObject({ code: 0 });
    expect(await subscriptionIds()).not.toContain(id);
  });

  it('cleans up when its output is not read any more', async () => {
    const { listener, id } = await listening('listen.unread');
    listener.stopReading();
    await posthorn('send', 'listen.unread', '--data', '1').exited;
    expect(await listener.exited).toMatchObject({ code: 0 });
    expect(await subscriptionIds()).not.toContain(id);
  });

  it('prints JSON lines with what verification, attempt and answer were', async () => {
    const { listener } = await listening('listen.json', '--json', '--fail', '1', '--print', 'all');
    await posthorn('send', 'listen.json', '--data', '{"a":1}').exited;
    await eventually('it has come twice', () => jsonLines(listener).length === 2);
    const common = { event_type: 'listen.json', verified: true, reason: null, body: '{"a":1}' };
    expect(jsonLines(listener)).toMatchObject([
      { ...common, attempt: 1, status: 500, note: 'as told', headers: { 'x-posthorn-attempt': '1' } },
      { ...common, attempt: 2, status: 204, note: null },
    ]);
  });

  it('forwards verified webhooks byte for byte, and passes the answer back', async () => {
    const app = (await receiverForTest()).target(
      always({
        status: 418,
        headers: { 'retry-after': '7', 'content-type': 'text/plain' },
        body: 'a teapot',
      }),
    );
    const { listener, id } = await listening('listen.forward', '--forward', app.url, '--print', 'line');
    await posthorn('send', 'listen.forward', '--data', '{ "a":  1 }').exited;
    await listener.says(/answered 418 \(forwarded\)/);
    expect(app.requests[0]?.body.toString()).toBe('{ "a":  1 }');
    expect(app.requests[0]?.headers['webhook-signature']).toMatch(/^v1,/);
    expect(app.requests[0]?.headers['content-type']).toBe('application/json');
    const [delivery] = (await service.api.deliveries(id)).data;
    const { attempts } = await service.deliveryWhen('retrying', delivery?.id ?? '');
    expect(attempts[0]).toMatchObject({ status_code: 418, response_excerpt: 'a teapot' });
  });

  it('says so when what it hands on to is not there', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    const { listener } = await listening('listen.nowhere', '--forward', url);
    await posthorn('send', 'listen.nowhere', '--data', '1').exited;
    await listener.says(
      /answered 502 \(not forwarded: connection refused: nothing listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\)/,
    );
  });

  it('answers 401 to what it cannot verify, forwards nothing of it, and shows its control characters', async () => {
    const app = (await receiverForTest()).target();
    const key = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const env = { POSTHORN_WEBHOOK_KEY: key };
    const listener = cli.run(['listen', '--port', '0', '--forward', app.url], { env });
    const [, url = ''] = await listener.says(/listening on (\S+);/);
    const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' };
    const answer = await fetch(url, { method: 'POST', headers, body: 'clear \u001b[2J \u009b2J' });
    expect(answer.status).toBe(401);
    await listener.says(/NOT VERIFIED: it was signed \d+ s ago {2}answered 401/);
    await listener.says(/clear \\u001b\[2J \\u009b2J/);
    expect((await fetch(url)).status).toBe(405);
    expect(app.requests).toEqual([]);
    expect(listener.stdout() + listener.stderr()).not.toContain(key);
  });

  it('prints what comes without a key, and says that it is not verified', async () => {
    const listener = cli.run(['listen', '--port', '0', '--json'], {});
    const [, url = ''] = await listener.says(/listening on (\S+);/);
    expect((await fetch(url, { method: 'POST', body: Uint8Array.from([255, 0]) })).status).toBe(204);
    await eventually('it is printed', () => jsonLines(listener).length);
    expect(jsonLines(listener)[0]).toMatchObject({
      webhook_id: null,
      verified: null,
      body_base64: '/wA=',
      status: 204,
    });
  });

  it('ends at once when its port is taken', async () => {
    const { port } = await receiverForTest();
    const { code, stderr } = await cli.run(['listen', '--port', `${port}`], {}).exited;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `posthorn: port ${port} is in use. Choose another one with --port, or any free one with --port 0\n`,
    });
  });

  it('says which setting lets Posthorn deliver to this machine, when it may not', async () => {
    const { url, adminKey } = await serviceForTest({ POSTHORN_ALLOWED_TARGET_CIDRS: '' });
    const env = { POSTHORN_URL: url, POSTHORN_API_KEY: adminKey.key };
    const { code, stdout, stderr } = await cli.run(['listen', '--port', '0', '--subscribe', '*'], { env })
      .exited;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('has an address that is not public');
    expect(stderr).toContain('POSTHORN_ALLOWED_TARGET_CIDRS');
  });

  it('says what is left behind when it cannot be deleted', async () => {
    const own = await serviceForTest();
    const env = { POSTHORN_URL: own.url, POSTHORN_API_KEY: own.adminKey.key };
    const listener = cli.run(['listen', '--port', '0', '--subscribe', '*'], { env });
    const [, id = ''] = await listener.says(/subscribed as (sub_\w+)/);
    await listener.says(/listening on/);
    await own.api.send('DELETE', `/subscriptions/${id}`);
    listener.kill('SIGINT');
    const { code, stderr } = await listener.exited;
    expect(code).toBe(1);
    expect(stderr).toContain(`${id} is left behind`);
  });
});

describe('tail', () => {
  it('prints each attempt as it happens, old ones only when asked', async () => {
    const target = (await receiverForTest()).target(always(500));
    const retry_policy = { schedule: [1] };
    const { id } = await service.api.createSubscription({ target_url: target.url, retry_policy });
    const { task_id: old } = await service.api.ingest(id, '1');
    await service.deliveryWhen('exhausted', old);
    const tail = posthorn('tail', '--subscription', id, '--json');
    await tail.says(/following/);
    const { task_id } = await service.api.ingest(id, '2');
    await eventually('it is told to its end', () =>
      jsonLines(tail).some(({ status }) => status === 'exhausted'),
    );
    const lines = jsonLines(tail);
    expect(new Set(lines.map(({ delivery_id }) => delivery_id))).toEqual(new Set([task_id]));
    const attempts = lines.flatMap(({ attempt }) => (attempt === null ? [] : [attempt]));
    expect(attempts).toMatchObject([
      { number: 1, outcome: 'failed', status_code: 500 },
      { number: 2, outcome: 'failed', status_code: 500 },
    ]);
    const since = posthorn('tail', '--subscription', id, '--since', '1h', '--status', 'exhausted');
    await since.says(new RegExp(`attempt 2 failed 500 in .*, exhausted \\(attempts\\).*${old}`));
    tail.kill('SIGINT');
    expect(await tail.exited).toMatchObject({ code: 0 });
  });

  it('follows a new subscription, and goes on when the service was away', async () => {
    const folder = await folderForTest();
    const start = async (port: string) => {
      const own = await startEmbeddedService(folder, { PORT: port });
      onTestFinished(() => own.stop());
      return own;
    };
    const first = await startEmbeddedService(folder);
    const env = { POSTHORN_URL: first.url, POSTHORN_API_KEY: first.adminKey.key };
    const tail = cli.run(['tail'], { env });
    await tail.says(/following/);
    await first.stop();
    await tail.says(/ECONNREFUSED .*; trying again/);
    const second = await start(new URL(first.url).port);
    const target = (await receiverForTest()).target();
    const { id } = await second.api.createSubscription({ target_url: target.url });
    const { task_id } = await second.api.ingest(id, '1');
    await tail.says(new RegExp(`attempt 1 succeeded 200 in .*, delivered .*${task_id}`));
  });

  it('of a subscription that is not there ends with exit code 1', async () => {
    const { code, stderr } = await posthorn('tail', '--subscription', 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN')
      .exited;
    expect(code).toBe(1);
    expect(stderr).toContain('(404)');
  });
});
