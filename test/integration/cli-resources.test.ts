import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliForFile } from '../support/cli-process.ts';
import { folderForTest, serviceForFile } from '../support/embedded-service.ts';
import { always, receiverForTest } from '../support/receiver.ts';

/** The commands that read and change single things, against the embedded service. */

const cli = cliForFile();
const service = await serviceForFile();

const here = () => ({ POSTHORN_URL: service.url, POSTHORN_API_KEY: service.adminKey.key });

const posthorn = (args: readonly string[], input?: string) =>
  cli.run(args, { env: here(), ...(input !== undefined && { input }) }).exited;

/** The one resource that a command prints. */
async function resource(args: readonly string[], input?: string): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await posthorn([...args, '--json'], input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/));

/** A subscription, an event that it got, and its delivery. */
async function delivered(status = 200) {
  const target = (await receiverForTest()).target(always(status));
  const { id, signing_secret: secret } = await service.api.createSubscription({
    target_url: target.url,
    retry_policy: { schedule: [] },
    event_types: ['cli.made'],
  });
  const { task_id: taskId, event_id: eventId } = await service.api.ingest(id, '{"n":1e400}', {
    'content-type': 'application/json',
    'x-event-type': 'cli.made',
  });
  await service.deliveryWhen(status === 200 ? 'delivered' : 'exhausted', taskId);
  return { id, secret: secret ?? '', taskId, eventId, target };
}

describe('subscriptions', () => {
  it('are created with a filter and further settings, read, and changed', async () => {
    const target = (await receiverForTest()).target().url;
    const filter = '{"order":{"country":["DE"]}}';
    const data = '{"metadata":{"team":"a"},"description":"of the data"}';
    const flags = ['--filter', '-', '--data', data, '--description', 'of the flag', '--timeout-seconds', '5'];
    const { id } = await resource(['subscriptions', 'create', target, ...flags], filter);
    const settings = { metadata: { team: 'a' }, description: 'of the flag', timeout_seconds: 5 };
    const made = await resource(['subscriptions', 'get', `${id}`]);
    expect(made).toMatchObject({ ...settings, filter: { order: { country: ['DE'] } } });
    const table = new Map(
      rows((await posthorn(['subscriptions', 'get', `${id}`])).stdout).map(([name = '', value]) => [
        name,
        value,
      ]),
    );
    expect(table.get('metadata')).toBe('{"team":"a"}');
    expect(table.get('receiver_id')).toBe('-');

    const file = join(await folderForTest(), 'filter.json');
    writeFileSync(file, '{"a":[1]}');
    const patch = [
      '--filter',
      `@${file}`,
      '--clear',
      'description',
      '--event-type',
      'a.b,c.*',
      '--target-url',
      `${target}2`,
    ];
    const updated = await posthorn(['subscriptions', 'update', `${id}`, ...patch]);
    expect(updated).toMatchObject({ code: 0, stdout: `${id} is updated\n` });
    expect(await resource(['subscriptions', 'get', `${id}`])).toMatchObject({
      ...{ ...settings, description: null, filter: { a: [1] } },
      ...{ event_types: ['a.b', 'c.*'], target_url: `${target}2` },
    });
    const cleared = await resource(['subscriptions', 'update', `${id}`, '--data', '{"metadata":null}']);
    expect(cleared).toMatchObject({ metadata: {} });
  });

  it('are disabled and enabled, each by itself', async () => {
    const { id } = await delivered();
    const missing = 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN';
    const disabled = await posthorn(['subscriptions', 'disable', missing, id]);
    expect(disabled).toMatchObject({ code: 1, stdout: `${id} is disabled\n` });
    expect(disabled.stderr).toContain(missing);
    expect(await posthorn(['subscriptions', 'enable', id])).toMatchObject({
      code: 0,
      stdout: `${id} is enabled\n`,
    });
  });

  it('have a secret, which is printed alone', async () => {
    const { id, secret } = await delivered();
    expect(await posthorn(['subscriptions', 'secret', id])).toEqual({
      code: 0,
      stdout: `${secret}\n`,
      stderr: '',
    });
    await service.api.sendJson('POST', `/subscriptions/${id}/secret/rotate`, {});
    const rotated = await posthorn(['subscriptions', 'secret', id]);
    expect(rotated.stdout).not.toBe(`${secret}\n`);
    expect(rotated.stderr).toBe('1 previous secret still signs: see --json\n');
  });
});

describe('deliveries', () => {
  it('are listed of all subscriptions, of one, and of one receiver', async () => {
    const { id, taskId, target } = await delivered(500);
    const listed = rows((await posthorn(['deliveries', 'list', '--subscription', id])).stdout);
    expect(listed[1]).toMatchObject([
      taskId,
      'exhausted',
      '1',
      'cli.made',
      expect.any(String),
      '-',
      target.url,
    ]);
    const status = ['--status', 'exhausted', '--since', '1h'];
    const dead = await posthorn(['deliveries', 'list', ...status, '--json']);
    expect(dead.stdout).toContain(taskId);
    expect(await posthorn(['deliveries', 'list', '--subscription', id, '--status', 'delivered'])).toEqual({
      ...{ code: 0, stdout: '', stderr: 'Nothing found.\n' },
    });
    expect((await posthorn(['deliveries', 'list', '--json'])).stdout).toContain(taskId);
    const ofReceiver = await posthorn(['deliveries', 'list', '--receiver', 'customer-42', '--json']);
    expect(ofReceiver).toMatchObject({ code: 0, stdout: expect.not.stringContaining(taskId) });
    const both = ['--subscription', id, '--receiver', 'customer-42'];
    expect(await posthorn(['deliveries', 'list', ...both])).toMatchObject({ code: 2, stdout: '' });
  });

  it('are printed with their attempts', async () => {
    const { taskId } = await delivered(500);
    const { stdout } = await posthorn(['deliveries', 'get', taskId]);
    expect(stdout).toMatch(/^status +exhausted$/m);
    expect(stdout).toMatch(/^1 +\S+Z +\S+ m?s +failed +500/m);
    expect(await resource(['deliveries', 'get', taskId])).toMatchObject({ attempts: [{ status_code: 500 }] });
  });
});

describe('events', () => {
  it('are listed and printed, their payload as it was handed in', async () => {
    const published = await service.api.publish({
      event_type: 'cli.event',
      payload: { a: 1 },
      receiver_id: 'cli',
    });
    const listed = rows(
      (await posthorn(['events', 'list', '--event-type', 'cli.event', '--receiver', 'cli'])).stdout,
    );
    expect(listed[1]?.slice(0, 3)).toEqual([published.event_id, 'cli.event', 'cli']);
    const { eventId, taskId } = await delivered();
    const printed = await posthorn(['events', 'get', eventId]);
    expect(printed.stdout).toContain('\n{\n  "n": 1e400\n}\n');
    expect(printed.stdout).toMatch(new RegExp(`^${taskId} +delivered +1 `, 'm'));
    const payload = await posthorn(['events', 'get', eventId, '--payload']);
    expect(payload).toEqual({ code: 0, stdout: '{"n":1e400}', stderr: '' });
    await service.api.send('DELETE', `/events/${eventId}/payload`);
    const gone = await posthorn(['events', 'get', eventId, '--payload']);
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain(`The payload of ${eventId} was deleted at `);
  });
});

describe('event types', () => {
  it('are created, listed, read, changed and deleted', async () => {
    const schema = '{"type":"object","required":["order"]}';
    const flags = ['--schema', '-', '--example', '{"order":1}', '--validation', 'enforce'];
    const made = await posthorn(['event-types', 'create', 'cli.type', ...flags], schema);
    expect(made).toMatchObject({ code: 0, stdout: 'cli.type is created\n' });
    const listed = rows((await posthorn(['event-types', 'list'])).stdout);
    expect(listed).toContainEqual(['cli.type', 'yes', 'enforce', '-']);
    const printed = (await posthorn(['event-types', 'get', 'cli.type'])).stdout;
    expect(printed).toContain('\nexample\n{\n  "order": 1\n}\n');
    const clear = ['--clear', 'schema,example', '--validation', 'none', '--description', 'd'];
    expect(await resource(['event-types', 'update', 'cli.type', ...clear])).toMatchObject({
      ...{ schema: null, example: null, validation: 'none', description: 'd' },
    });
    expect(await posthorn(['event-types', 'delete', 'cli.type'])).toMatchObject({
      code: 0,
      stdout: 'cli.type is deleted\n',
    });
    const gone = await posthorn(['event-types', 'get', 'cli.type']);
    expect(gone).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('receivers', () => {
  it('are created, listed, read, changed and deleted', async () => {
    const flags = [
      '--name',
      'Example Ltd.',
      '--metadata',
      '-',
      '--rate-limit',
      '0.5',
      '--subscriptions-limit',
      '5',
    ];
    const made = await posthorn(['receivers', 'create', 'cli/42', ...flags], '{"plan":"gold"}');
    expect(made).toMatchObject({ code: 0, stdout: 'cli/42 is created\n' });
    const generated = await posthorn(['receivers', 'create', '--name', 'No id']);
    expect(generated.stdout).toMatch(/^rcv_\w{26} is created\n$/);
    const listed = rows((await posthorn(['receivers', 'list'])).stdout);
    expect(listed[0]).toEqual(['ID', 'RATE', 'SUBSCRIPTIONS', 'NAME']);
    expect(listed[1]).toEqual(['cli/42', '0.5:1', '5', 'Example Ltd.']);
    expect((await posthorn(['receivers', 'get', 'cli/42'])).stdout).toMatch(/^metadata +\{"plan":"gold"\}$/m);
    const change = ['--rate-limit', '10:20', '--metadata', '{"a":"b"}', '--clear', 'subscriptions_limit'];
    expect(await resource(['receivers', 'update', 'cli/42', ...change])).toMatchObject({
      ...{ name: 'Example Ltd.', metadata: { plan: 'gold', a: 'b' }, subscriptions_limit: null },
      rate_limit: { per_second: 10, burst: 20 },
    });
    expect(await posthorn(['receivers', 'delete', 'cli/42'])).toMatchObject({
      ...{ code: 0, stdout: 'cli/42 is deleted\n' },
    });
    expect(await posthorn(['receivers', 'get', 'cli/42'])).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('stats', () => {
  it('counts the deliveries of named subscriptions', async () => {
    const { id, target } = await delivered();
    const [header, row] = rows((await posthorn(['stats', id, '--since', '1h'])).stdout);
    expect(header).toEqual([
      'SUBSCRIPTION',
      'STATE',
      'DELIVERED',
      'EXHAUSTED',
      'OPEN',
      'CANCELLED',
      'ATTEMPTS',
      'P50',
      'P95',
      'TARGET',
    ]);
    expect(row).toMatchObject([
      id,
      'enabled',
      '1',
      '0',
      '0',
      '0',
      '1',
      expect.any(String),
      expect.any(String),
      target.url,
    ]);
  });

  it('shows an overview without operands, also by answer, event type or subscription', async () => {
    const { id } = await delivered();
    const [period, header, row, open] = (await posthorn(['stats'])).stdout.split('\n');
    expect(period).toMatch(/^from 20\S+ to 20\S+$/);
    expect(header?.split(/ +/)).toEqual([
      ...['EVENTS', 'DELIVERIES', 'ATTEMPTS', 'DELIVERED', 'FAILED', 'EXHAUSTED', 'CANCELLED', 'P50', 'P95'],
    ]);
    expect(row).toMatch(/^[1-9]\d* +[1-9]\d* +[1-9]/);
    expect(open).toMatch(/^open now: \d+ pending, \d+ retrying, \d+ held$/);
    const bySubscription = (await posthorn(['stats', '--since', '24h', '--by', 'subscription'])).stdout;
    expect(bySubscription).toMatch(new RegExp(`^0 +1 +1 +1 +0 +0 +0 .*${id}$`, 'm'));
    expect(bySubscription).toMatch(/\(none\)$/m);
    const all = await posthorn(['stats', '--json', '--by', 'status']);
    expect(JSON.parse(all.stdout)).toMatchObject({ by: 'status', step_seconds: 60 });
  });

  it('refuses --by with subscriptions, other properties, and a period that is too long', async () => {
    const { id } = await delivered();
    const refused = async (args: readonly string[]) => posthorn(['stats', ...args]);
    expect((await refused([id, '--by', 'status'])).stderr).toContain(
      '--by cannot be combined with subscriptions',
    );
    expect((await refused(['--by', 'target'])).stderr).toContain(
      'must be one of status, event_type, subscription',
    );
    const long = await refused(['--since', '30d']);
    expect(long).toMatchObject({ code: 1, stdout: '' });
    expect(long.stderr).toContain('query /from: must be in the last 72 hours');
  });
});

describe('filters test', () => {
  it('says what matches, with an exit code', async () => {
    const filter = ['filters', 'test', '--filter', '{"total":[{"numeric":[">=",100]}]}'];
    expect(await posthorn([...filter, '--data', '{"total":100}'])).toEqual({
      code: 0,
      stdout: 'matches\n',
      stderr: '',
    });
    expect(await posthorn(filter, '{"total":49.90}')).toEqual({
      ...{ code: 1, stderr: '' },
      stdout: '/filter/total  The payload has 49.9 at /total, which does not match.\ndoes not match\n',
    });
  });

  it('takes the settings of a subscription and the payload of an event', async () => {
    const { id } = await delivered();
    const { event_id: eventId } = await service.api.publish({ event_type: 'cli.other', payload: { a: 1 } });
    const tried = await posthorn(['filters', 'test', '--subscription', id, '--event', eventId]);
    expect(tried).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('None of these patterns matches "cli.other".'),
    });
    const typed = await posthorn(['filters', 'test', 'cli.made', '--subscription', id, '--data', '1']);
    expect(typed).toMatchObject({ code: 0, stdout: 'matches\n' });
  });
});

describe('verify', () => {
  it('takes a request that listen has recorded, and the keys of its subscription', async () => {
    const listening = cli.run(
      ['listen', '--subscribe', 'cli.heard', '--port', '0', '--json', '--print', 'all'],
      { env: here() },
    );
    const [, id = ''] = await listening.says(/subscribed as (\S+)/);
    await listening.says(/listening on/);
    await service.api.publish({ event_type: 'cli.heard', payload: { a: [1, 2] } });
    const [line = ''] = await listening.says(/^\{.*\}\n/);
    const verified = await posthorn(['verify', '--subscription', id, '--request', '-'], line);
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`matches the current key of ${id}`),
    });
    const other = line.replace('[1,2]', '[1,3]');
    expect(other).not.toBe(line);
    expect(await posthorn(['verify', '--subscription', id, '--request', '-'], other)).toMatchObject({
      code: 1,
    });
  });
});

describe('profiles', () => {
  it('are kept in a file of their owner, and used', async () => {
    const home = await folderForTest();
    const run = (args: readonly string[], input?: string, env = {}) =>
      cli.run(args, { env: { HOME: home, ...env }, ...(input !== undefined && { input }) }).exited;
    const path = join(home, '.config/posthorn/config.json');
    const set = await run(['profiles', 'set', 'ours', '--url', service.url], `${service.adminKey.key}\n`);
    expect(set).toMatchObject({ code: 0, stdout: `profile ours is saved in ${path}\n` });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await run(['keys', 'list', '--profile', 'ours'])).toMatchObject({ code: 0 });
    expect(await run(['keys', 'list'], undefined, { POSTHORN_PROFILE: 'ours' })).toMatchObject({ code: 0 });
    await run(['profiles', 'set', 'ours', '--default']);
    expect(await run(['keys', 'list'])).toMatchObject({ code: 0 });
    const { stdout } = await run(['profiles', 'list']);
    expect(rows(stdout)[1]).toEqual(['ours', service.url, 'yes', 'yes']);
    expect(stdout).not.toContain(service.adminKey.key);

    chmodSync(path, 0o644);
    const open = await run(['keys', 'list']);
    expect(open.code).toBe(2);
    expect(open.stderr).toContain(`Run: chmod 600 ${path}`);
    chmodSync(path, 0o600);
    expect(await run(['profiles', 'delete', 'ours'])).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ profiles: {} });
  });

  it('cannot be saved where the folder is a file', async () => {
    const home = await folderForTest();
    mkdirSync(join(home, '.config'));
    writeFileSync(join(home, '.config/posthorn'), '');
    const { code, stderr } = await cli.run(['profiles', 'set', 'a', '--url', service.url], {
      env: { HOME: home },
    }).exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/config\.json cannot be written \(E\w+\)/);
  });
});
