import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliForFile } from '../support/cli-process.ts';
import { folderForTest, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, type Behaviour, closedPort, inTurn, receiverForTest } from '../support/receiver.ts';

/** The commands that do something and end, against the embedded service. */

const cli = cliForFile();
const service = await serviceForFile();

const here = () => ({ POSTHORN_URL: service.url, POSTHORN_API_KEY: service.adminKey.key });

const posthorn = (args: readonly string[], input?: string | Uint8Array) =>
  cli.run(args, { env: here(), ...(input !== undefined && { input }) }).exited;

const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const NO_SUBSCRIPTION = 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN';

describe('send', () => {
  it('prints the id of the event, whose payload arrives byte for byte', async () => {
    const target = (await receiverForTest()).target();
    await service.api.createSubscription({ target_url: target.url, event_types: ['sent.bytes'] });
    const payload = '{ "big": 12345678901234567890, "huge": 1e400, "twice": 1, "twice": 2 }';
    const { code, stdout, stderr } = await posthorn(['send', 'sent.bytes', '--data', payload]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'it goes to 1 subscription\n' });
    expect(stdout).toMatch(/^evt_\w{26}\n$/);
    await eventually('it arrives', () => target.requests.length);
    expect(target.requests[0]?.body.toString()).toBe(payload);
    expect(target.requests[0]?.headers['webhook-id']).toBe(stdout.trim());
  });

  it('takes the payload of a file, and of its input with and without a flag', async () => {
    const target = (await receiverForTest()).target();
    await service.api.createSubscription({ target_url: target.url, event_types: ['sent.from'] });
    const file = join(await folderForTest(), 'payload.json');
    writeFileSync(file, '{"from":"file"}\n');
    expect(await posthorn(['send', 'sent.from', '--data', `@${file}`])).toMatchObject({ code: 0 });
    expect(await posthorn(['send', 'sent.from', '--data', '-'], '{"from":"dash"}')).toMatchObject({
      code: 0,
    });
    expect(await posthorn(['send', 'sent.from'], '{"from":"pipe"}')).toMatchObject({ code: 0 });
    await eventually('they arrive', () => target.requests.length === 3);
    const bodies = target.requests.map(({ body }) => body.toString()).sort();
    expect(bodies).toEqual(['{"from":"dash"}', '{"from":"file"}', '{"from":"pipe"}']);
  });

  it('sends a payload that is not JSON, and to one subscription only', async () => {
    const target = (await receiverForTest()).target();
    const other = (await receiverForTest()).target();
    const { id } = await service.api.createSubscription({
      target_url: target.url,
      event_types: ['sent.raw'],
    });
    await service.api.createSubscription({ target_url: other.url, event_types: ['sent.raw'] });
    const bytes = Uint8Array.from([0, 255, 10]);
    const flags = ['--content-type', 'application/octet-stream', '--subscription', id];
    expect(await posthorn(['send', 'sent.raw', ...flags], bytes)).toMatchObject({ code: 0 });
    await eventually('it arrives', () => target.requests.length);
    expect([...(target.requests[0]?.body ?? [])]).toEqual([0, 255, 10]);
    expect(target.requests[0]?.headers['content-type']).toBe('application/octet-stream');
    expect(await posthorn(['send', 'sent.raw', '--content-type', 'text/csv'], 'a;b')).toMatchObject({
      code: 0,
    });
    await eventually('both get it', () => target.requests.length === 2 && other.requests.length === 1);
    expect(other.requests[0]?.body.toString()).toBe('a;b');
  });

  it('does nothing twice with a key, and refuses another event under it', async () => {
    const send = (data: string) => posthorn(['send', 'sent.twice', '--data', data, '--key', 'once-only']);
    const first = await send('1');
    const again = await send('1');
    expect(again).toMatchObject({ code: 0, stdout: first.stdout });
    expect(again.stderr).toContain('This key was used before. Nothing was sent');
    const asJson = await posthorn(['send', 'sent.twice', '--data', '1', '--key', 'once-only', '--json']);
    expect(jsonLines(asJson.stdout)).toMatchObject([{ idempotency_replayed: true }]);
    const { code, stdout, stderr } = await send('2');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^posthorn: .* \(409\): .*\n {2}request \S+\n$/);
  });

  const subscribed = async (event_type: string, behaviour: Behaviour) => {
    const { url } = (await receiverForTest()).target(behaviour);
    const retry_policy = { schedule: [1] };
    await service.api.createSubscription({ target_url: url, event_types: [event_type], retry_policy });
  };

  it('waits until it is delivered, and tells of each attempt', async () => {
    await subscribed('wait.good', inTurn(500, 200));
    const { code, stdout } = await posthorn(['send', 'wait.good', '--data', '1', '--wait', '20', '--json']);
    expect(code).toBe(0);
    const [accepted, ...changes] = jsonLines(stdout);
    expect(accepted).toMatchObject({ event_type: 'wait.good', deliveries_count: 1 });
    expect(changes.filter(({ attempt }) => attempt !== null)).toMatchObject([
      { attempt: { number: 1, outcome: 'failed', status_code: 500 } },
      { status: 'delivered', attempt: { number: 2, outcome: 'succeeded' } },
    ]);
  });

  it('waits until it is given up, which is exit code 1', async () => {
    await subscribed('wait.bad', always(500));
    const { code, stdout } = await posthorn(['send', 'wait.bad', '--data', '1', '--wait', '20']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/attempt 2 failed 500 in .*, exhausted \(attempts\)/);
  });

  it('does not wait if no subscription matches', async () => {
    const { code, stderr } = await posthorn(['send', 'wait.nobody', '--data', '1', '--wait', '20']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'no subscription matches\n' });
  });

  it('keeps one back until its time, and says that it is still open', async () => {
    const target = (await receiverForTest()).target();
    await service.api.createSubscription({ target_url: target.url, event_types: ['sent.later'] });
    const sent = await posthorn(['send', 'sent.later', '--data', '1', '--deliver-at', '1h', '--wait', '1']);
    expect(sent.code).toBe(1);
    expect(sent.stderr).toContain('1 still open after 1 s');
    expect(target.requests).toEqual([]);
  });
});

describe('replay', () => {
  const exhausted = async (count: number) => {
    const target = (await receiverForTest()).target(always(500));
    const { id } = await service.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [1] },
    });
    const tasks: string[] = [];
    for (let index = 0; index < count; index++)
      tasks.push((await service.api.ingest(id, `${index}`)).task_id);
    for (const task of tasks) await service.deliveryWhen('exhausted', task);
    target.behave(always(200));
    return { id, tasks, target };
  };

  it('sends named deliveries again, and tells which cannot be', async () => {
    const { tasks } = await exhausted(1);
    const missing = 'dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN';
    const { code, stdout, stderr } = await posthorn(['replay', missing, ...tasks, '--wait', '20']);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^posthorn: ${missing}: .*\\(404\\)`));
    expect(stdout).toContain(`${tasks[0]} is pending again`);
    expect(stdout).toContain('succeeded 200');
    expect((await service.api.delivery(tasks[0] ?? '')).status).toBe('delivered');
  });

  it('sends those of a subscription and a time, after a dry run', async () => {
    const { id, tasks, target } = await exhausted(3);
    const chosen = ['replay', '--subscription', id, '--since', '1h'];
    const dry = await posthorn([...chosen, '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stdout: `${tasks.join('\n')}\n` });
    const before = await posthorn([...chosen, '--until', '59m', '--json']);
    expect(before).toMatchObject({ code: 0, stdout: '', stderr: 'nothing to replay\n' });
    const attempts = target.requests.length;
    const { code, stdout } = await posthorn([...chosen, '--json', '--wait', '20']);
    expect(code).toBe(0);
    expect(jsonLines(stdout).filter(({ status }) => status === 'delivered')).toHaveLength(3);
    expect(target.requests.length).toBe(attempts + 3);
    expect((await posthorn([...chosen, '--dry-run'])).stdout).toBe('');
  });
});

describe('recover', () => {
  async function exhausted(count: number) {
    const target = (await receiverForTest()).target(always(500));
    const { id } = await service.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [] },
      receiver_id: `of ${target.url}`,
    });
    for (let n = 0; n < count; n += 1) {
      const { task_id: taskId } = await service.api.ingest(id);
      await service.deliveryWhen('exhausted', taskId);
    }
    target.behave(always(200));
    return { id, target };
  }

  it('replays exhausted deliveries of a subscription, and prints its progress', async () => {
    const { id, target } = await exhausted(3);
    const args = ['recover', '--subscription', id, '--since', '1h', '--wait', '30'];
    const { code, stdout, stderr } = await posthorn(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^rec_\w{26} {2}running {2}0 of 3$/);
    expect(lines.at(-1)).toMatch(/ {2}done {2}3 of 3$/);
    await eventually('all arrive', () => target.requests.length === 6);
  });

  it('takes all dead letters of the tenant, as JSON', async () => {
    const { id, target } = await exhausted(1);
    const { code, stdout } = await posthorn(['recover', '--all', '--since', '1h', '--wait', '30', '--json']);
    expect(code).toBe(0);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ subscription_id: null, status: 'done' });
    await eventually('it arrives', () => target.requests.length === 2);
    await service.api.deleteSubscription(id);
  });

  it.each([
    [['recover', '--since', '1h'], 2, 'Give --subscription <id>, or --all for all subscriptions.'],
    [
      ['recover', '--all', '--subscription', NO_SUBSCRIPTION],
      2,
      'Give --subscription <id>, or --all for all subscriptions.',
    ],
    [['recover', '--subscription', NO_SUBSCRIPTION], 2, 'Missing --since'],
    [['recover', '--all'], 2, 'Missing --since'],
    [['recover', '--all', '--per-second', '0'], 2, '--per-second must be a whole number'],
    [['recover', '--subscription', NO_SUBSCRIPTION, '--since', '1h'], 1, 'No subscription has this id'],
  ])('%j ends with %i', async (args, code, message) => {
    const result = await posthorn(args);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
  });
});

describe('retry', () => {
  it('makes the next attempt now, and says what is refused', async () => {
    const target = (await receiverForTest()).target(inTurn(500, 200));
    const { id } = await service.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [600] },
      receiver_id: `of ${target.url}`,
    });
    const { task_id: taskId } = await service.api.ingest(id);
    await service.deliveryWhen('retrying', taskId);
    expect(await posthorn(['retry', taskId])).toMatchObject({ code: 0, stdout: `${taskId} is due now\n` });
    await service.deliveryWhen('delivered', taskId);
    const again = await posthorn(['retry', taskId]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('The delivery cannot be retried now: it is delivered. Replay it instead.');
  });
});

describe('subscriptions', () => {
  it('are created, listed, tested and deleted, without their secret', async () => {
    const target = (await receiverForTest()).target();
    const flags = ['--event-type', 'cli.*,other.type', '--receiver', 'cli-customer', '--json'];
    const created = await posthorn(['subscriptions', 'create', target.url, ...flags]);
    expect(created.code).toBe(0);
    expect(created.stdout).not.toContain('whsec_');
    const [{ id } = {}] = jsonLines(created.stdout);
    const listed = await posthorn(['subscriptions', 'list', '--receiver', 'cli-customer']);
    const row = new RegExp(
      `^ID +STATUS +EVENT TYPES +TARGET\n${id} +enabled +cli\\.\\*,other\\.type +\\S+\n$`,
    );
    expect(listed.stdout).toMatch(row);
    const asJson = await posthorn(['subscriptions', 'list', '--receiver', 'cli-customer', '--json']);
    expect(jsonLines(asJson.stdout)).toMatchObject([{ id, receiver_id: 'cli-customer' }]);

    const data = '{"n":12345678901234567890}';
    const test = [
      'subscriptions',
      'test',
      String(id),
      '--event-type',
      'cli.try',
      '--data',
      data,
      '--wait',
      '20',
    ];
    const tested = await posthorn(test);
    expect(tested.code).toBe(0);
    expect(tested.stdout).toMatch(
      /^dlv_\w+\n.*attempt 1 succeeded 200 in .* delivered {2}cli\.try dlv_\w+ {2}to http:\S+\n$/,
    );
    expect(target.requests[0]?.body.toString()).toBe(data);

    const gone = await posthorn(['subscriptions', 'delete', String(id)]);
    expect(gone).toMatchObject({ code: 0, stdout: `${id} is deleted\n` });
    expect((await posthorn(['subscriptions', 'list', '--receiver', 'cli-customer', '--json'])).stdout).toBe(
      '',
    );
  });

  it('that are refused are said field by field, and make exit code 1', async () => {
    const { code, stdout, stderr } = await posthorn(['subscriptions', 'create', 'ftp://no.example/']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('\n  body /target_url: ');
    const deleted = await posthorn(['subscriptions', 'delete', NO_SUBSCRIPTION]);
    expect(deleted.code).toBe(1);
    expect(deleted.stderr).toContain(NO_SUBSCRIPTION);
  });
});

describe('keys', () => {
  it('are made, and shown this once; they work until they are revoked', async () => {
    const made = await posthorn(['keys', 'create', 'of the cli', '--scope', 'read', '--scope', 'ingest']);
    expect(made.code).toBe(0);
    const [id = ''] = /key_\w{26}/.exec(made.stderr) ?? [];
    expect(made.stderr).toBe(`${id} is created. This is the key, shown only once:\n`);
    const key = made.stdout.trim();
    expect(key).toMatch(/^phk_\S+$/);
    const listed = await posthorn(['keys', 'list']);
    expect(listed.stdout).toMatch(new RegExp(`${id} +(read,ingest|ingest,read) +never +never +of the cli\n`));
    expect(listed.stdout).not.toContain(key);
    const withIt = (args: readonly string[]) =>
      cli.run(args, { env: { ...here(), POSTHORN_API_KEY: key } }).exited;
    expect(await withIt(['subscriptions', 'list'])).toMatchObject({ code: 0 });
    const forbidden = await withIt(['keys', 'list']);
    expect(forbidden).toMatchObject({ code: 1, stdout: '' });
    expect(forbidden.stderr).toContain('(403)');
    expect(await posthorn(['keys', 'revoke', id])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^${id} is revoked`),
    });
    const refused = await eventually('it is refused, a few seconds later', async () => {
      const listed = await withIt(['subscriptions', 'list']);
      return listed.code === 1 && listed;
    });
    expect(refused.stderr).toContain('(401)');
    expect(refused.stderr).not.toContain(key);
  });
});

describe('the service', () => {
  it('that nobody finds makes exit code 3', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    for (const args of [
      ['send', 'a.b', '--data', '1'],
      ['tail'],
      ['keys', 'list'],
      ['listen', '--port', '0', '--subscribe', '*'],
    ]) {
      const { code, stdout, stderr } = await cli.run([...args, '--url', url, '--api-key', 'k3y'], {}).exited;
      expect({ args, code, stdout }).toEqual({ args, code: 3, stdout: '' });
      expect(stderr).toMatch(
        /^posthorn: http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED.*Is Posthorn running\? .*--url\n$/,
      );
    }
  });

  it('of this machine is used with the key in its folder, which is sent nowhere else', async () => {
    const cwd = await folderForTest();
    mkdirSync(join(cwd, '.posthorn'));
    writeFileSync(join(cwd, '.posthorn/api-key'), `${service.adminKey.key}\n`);
    const list = (url: string) => cli.run(['keys', 'list'], { cwd, env: { POSTHORN_URL: url } }).exited;
    expect(await list(service.url)).toMatchObject({ code: 0 });
    const elsewhere = await list('http://posthorn.invalid');
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toContain('POSTHORN_API_KEY');
  });
});

describe('a signal', () => {
  it('ends a command that waits, with exit code 130', async () => {
    const target = (await receiverForTest()).target(always('hang'));
    await service.api.createSubscription({ target_url: target.url, event_types: ['wait.long'] });
    const waiting = cli.run(['send', 'wait.long', '--data', '1', '--wait', '600'], { env: here() });
    await eventually('it is attempted', () => target.requests.length);
    await waiting.says(/^evt_/);
    waiting.kill('SIGINT');
    expect(await waiting.exited).toMatchObject({ code: 130 });
    target.release();
  });

  it('ends one that waits for its input', async () => {
    // More than a pipe holds: it is written once another process reads.
    const input = new Uint8Array(1_048_576);
    const reading = cli.run(['send', 'wait.input'], { env: here(), input, isInputOpen: true });
    await reading.inputTaken;
    reading.kill('SIGINT');
    expect(await reading.exited).toMatchObject({ code: 130, stdout: '' });
  });
});

describe('an output without a reader', () => {
  it('ends a command without an error', async () => {
    const { url } = (await receiverForTest()).target();
    const { id } = await service.api.createSubscription({ target_url: url });
    const list = cli.run(['subscriptions', 'list', '--json'], { env: here() });
    list.stopReading();
    expect(await list.exited).toMatchObject({ code: 0, stderr: '' });
    const tail = cli.run(['tail', '--subscription', id], { env: here() });
    await tail.says(/following/);
    tail.stopReading();
    await service.api.ingest(id, '1');
    // By itself: the first line that it cannot write is its last one.
    expect(await tail.exited).toMatchObject({ code: 0, stderr: 'following; press Ctrl-C to stop\n' });
  });
});
