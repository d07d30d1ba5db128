import { describe, expect, it } from 'vitest';
import { commands } from '../../../../client/src/cli/commands.ts';
import { exitCodes, Stopped } from '../../../../client/src/cli/failures.ts';
import { ran } from '../../../support/cli-run.ts';

/** The output and the end of the command line, without a service and without a process. */

const SINCE_MISSING =
  'Missing --since. Give a time such as 2026-01-31T09:30:00Z, or a duration ago such as 15m, 2h or 3d.';
const KEY = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

describe('a mistake in the call is exit code 2, on one line, with where to read on:', () => {
  it.each([
    [['lisen'], 'Unknown command “lisen”. Did you mean “listen”?'],
    [['subscription', 'list'], 'Unknown command “subscription”. Did you mean “subscriptions”?'],
    [['keys', 'crate'], 'Unknown command “keys crate”. Did you mean “keys create”?'],
    [['frobnicate'], 'Unknown command “frobnicate”'],
    [['--jsno', 'send', 'a.b'], '--jsno must come after the command'],
    [['send', 'a.b', '--dta', '1'], 'Unknown flag --dta. Did you mean --data?'],
    [['send', 'a.b', '--frobnicate'], 'Unknown flag --frobnicate'],
    [['send', 'a.b', '-x'], 'Unknown flag -x'],
    [['send', 'a.b', '--constructor', '1'], 'Unknown flag --constructor'],
    [['send', 'a.b', '--data'], '--data needs a value: <json|@file|->'],
    [['send', 'a.b', '--data='], '--data needs a value: <json|@file|->'],
    [
      ['listen', '--secret', '--json'],
      '--secret needs a value. Write a value that begins with “-” as --secret=…',
    ],
    [['send', 'a.b', '--json=yes', '--data', '1'], '--json takes no value'],
    [['send'], 'Missing argument. Usage: posthorn send <event_type>'],
    [['send', ''], 'Empty argument. Usage: posthorn send <event_type>'],
    [['send', 'a.b', 'c.d'], 'Unexpected argument “c.d”. Usage: posthorn send <event_type>'],
    [['send', 'a.b'], 'No payload. Give --data, or pipe it in.'],
    [
      ['send', 'a.b', '--data', '{a: 1}'],
      'The payload is not JSON. Correct it; “posthorn send” accepts other payloads with --content-type.',
    ],
    [['send', 'a.b', '--data', ' '], 'The payload is empty. Give --data.'],
    [['send', 'a.b', '--data', '@none.json'], '--data @none.json: ENOENT'],
    [['send', 'a.b', '--data', '-'], '--data -: nothing is piped in'],
    [['send', 'a.b', '--wait', '0'], '--wait must be a whole number from 1 to 259200, not “0”'],
    [
      ['send', 'a.b', '--deliver-at', 'soon'],
      '--deliver-at must be a time such as 2026-01-31T09:30:00Z, or a duration ahead such as 15m, 2h or 3d, not “soon”',
    ],
    [
      ['send', 'a.b', '--subscription', 'sub_1', '--receiver', 'c'],
      '--receiver cannot be combined with --subscription',
    ],
    [['send', 'a.b', '--key', 'ü'], '--key must be visible ASCII characters, 255 at most'],
    [['send', 'a.b', '--content-type', 'a\nb'], '--content-type must be visible ASCII characters'],
    [['listen', '--port', '65536'], '--port must be a whole number from 0 to 65535, not “65536”'],
    [['listen', '--port', '0x10'], '--port must be a whole number from 0 to 65535, not “0x10”'],
    [['listen', '--status', '199'], '--status must be a whole number from 200 to 599, not “199”'],
    [['listen', '--print', 'much'], '--print must be one of line, payload, all, not “much”'],
    [['listen', '--forward', 'ftp://a'], '--forward must be a URL that begins with http:// or https://'],
    [
      ['listen', '--secret', 'whsec_short'],
      '--secret must be a signing secret whsec_<base64> or a public key whpk_<base64>',
    ],
    [
      ['listen', '--public-key', KEY],
      '--public-key must be a signing secret whsec_<base64> or a public key whpk_<base64>',
    ],
    [['listen', '--subscribe', 'a,,b'], '--subscribe has an empty entry'],
    [['listen', '--target-url', 'https://a.example'], '--target-url needs --subscribe'],
    [
      ['listen', '--subscribe', '*', '--url', 'https://posthorn.example'],
      'Posthorn is on another machine and cannot reach 127.0.0.1 here. Give --target-url <url> of a tunnel to the port',
    ],
    [
      ['tail', '--status', 'dead'],
      '--status must be one of pending, retrying, delivered, exhausted, cancelled, not “dead”',
    ],
    [['replay'], 'Give the id of a delivery, or --subscription <id>.'],
    [['replay', '--subscription', 'sub_1'], SINCE_MISSING],
    [['recover', '--all'], SINCE_MISSING],
    [['recover', '--subscription', 'sub_1'], SINCE_MISSING],
    [['recover', '--since', '1h'], 'Give --subscription <id>, or --all for all subscriptions.'],
    [
      ['replay', 'dlv_1', '--since', '1h'],
      'Give ids of deliveries, or --subscription, --since, --until and --status, but not both.',
    ],
    [
      ['replay', '--subscription', 'sub_1', '--since', '2026-01-31'],
      '--since must be a time such as 2026-01-31T09:30:00Z, or a duration ago such as 15m, 2h or 3d, not “2026-01-31”',
    ],
    [['keys', 'create', 'a'], 'Missing --scope. Choose from ingest, read, manage, admin.'],
    [
      ['keys', 'create', 'a', '--scope', 'read,wirte'],
      '--scope must be one of ingest, read, manage, admin, not “wirte”',
    ],
    [
      ['tail', '--url', 'ftp://a'],
      '--url must be a URL such as http://127.0.0.1:8000, without a user name, a query or a fragment, not “ftp://a”',
    ],
    [['tail', '--api-key', 'a key'], '--api-key must be visible ASCII characters without spaces'],
    [
      ['subscriptions', 'update', 'sub_1'],
      'Nothing to change. Give a flag such as --target-url, or --data with a JSON object.',
    ],
    [['subscriptions', 'update', 'sub_1', '--data', '[]'], '--data must be a JSON object'],
    [
      ['subscriptions', 'update', 'sub_1', '--filter', '@none.json'],
      '--filter: none.json cannot be read (ENOENT)',
    ],
    [
      ['subscriptions', 'update', 'sub_1', '--clear', 'status'],
      /^--clear must be one of event_types, .*, not “status”$/,
    ],
    [['subscriptions', 'create', 'https://a.example', '--filter', '{'], /^--filter must be JSON: /],
    [
      ['subscriptions', 'create', 'https://a.example', '--timeout-seconds', '31'],
      '--timeout-seconds must be a whole number from 1 to 30, not “31”',
    ],
    [
      ['deliveries', 'list', '--subscription', 'sub_1', '--receiver', 'a'],
      'Use either --subscription or --receiver: a subscription has one receiver.',
    ],
    [
      ['deliveries', 'list', '--status', 'dead'],
      '--status must be one of pending, retrying, delivered, exhausted, cancelled, not “dead”',
    ],
    [['event-types', 'update', 'a'], 'Nothing to change. Give a flag such as --description or --schema.'],
    [
      ['event-types', 'create', 'a', '--validation', 'strict'],
      '--validation must be one of none, enforce, not “strict”',
    ],
    [
      ['event-types', 'create', 'a', '--schema', '-', '--example', '-'],
      'Only one of --schema and --example can be read from the standard input',
    ],
    [['receivers', 'create', 'a'], 'Missing --name.'],
    [['receivers', 'update', 'a'], 'Nothing to change. Give a flag such as --name or --rate-limit.'],
    [
      ['receivers', 'create', 'a', '--name', 'a', '--rate-limit', '10/s'],
      '--rate-limit must be events per second such as 10, or rate and burst such as 10:20',
    ],
    [['filters', 'test'], 'Nothing to test. Give --filter, --event-type or --subscription.'],
    [
      ['filters', 'test', '--filter', '-'],
      'Only one of --filter and --data can be read from the standard input',
    ],
    [['filters', 'test', '--filter', '{}'], 'No payload. Give --data or --event, or pipe it in.'],
    [
      ['filters', 'test', '--filter', '{}', '--subscription', 'sub_1'],
      '--subscription cannot be combined with --filter and --event-type',
    ],
    [
      ['filters', 'test', 'a.b', '--filter', '{}', '--event', 'evt_1'],
      '--event cannot be combined with --data and an event type',
    ],
    [['verify', '--secret', KEY], 'No request. Give --request, or --headers (or --header) and --body.'],
    [['verify', '--request', 'none.http', '--secret', KEY], '--request: none.http cannot be read (ENOENT)'],
    [['verify', '--request', '-', '--body', 'a'], '--body cannot be combined with --request'],
    [
      ['verify', '--header', 'webhook-id', '--secret', KEY],
      '--header must be “name: value”, not “webhook-id”',
    ],
    [['verify', '--header', 'webhook-id: a', '--secret', KEY], 'No body. Give --body <file>, or pipe it in.'],
    [['completion', 'tcsh'], 'The shell must be one of bash, zsh, fish, not “tcsh”'],
    [
      ['profiles', 'set', 'a b'],
      'The name of a profile must be 1 to 64 letters, digits, dots, underscores and hyphens',
    ],
    [['profiles', 'set', 'a'], 'Nothing to save. Give --url, or an API key on the standard input.'],
    [
      ['profiles', 'delete', 'a'],
      /^The argument names the profile “a”, which does not exist in .*: it has no profiles$/,
    ],
  ] as const)('%j', async (argv, message) => {
    const { code, out, err } = await ran(argv);
    const [first, second, ...more] = err.split('\n');
    expect({ code, out, more }).toEqual({ code: 2, out: '', more: [''] });
    if (typeof message === 'string') expect(first).toBe(`posthorn: ${message}`);
    else expect(first?.replace('posthorn: ', '')).toMatch(message);
    expect(second).toMatch(/^Run “posthorn .*--help” for its usage\.$/);
  });

  it('and repeated input cannot move the cursor', async () => {
    const { err } = await ran(['\u001b[2J']);
    expect(err).toContain('Unknown command “\\u001b[2J”');
  });
});

describe('help', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('%j lists every command', async (argv) => {
    const { code, out, err } = await ran(argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { name, summary } of commands) expect(out).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
  });

  it.each(commands.map(({ name }) => name))(
    'of %s has its flags, and examples that are calls of it',
    async (name) => {
      const command = commands.find((candidate) => candidate.name === name);
      const asked = await ran([...name.split(' '), '--help']);
      expect(asked).toMatchObject({ code: 0, err: '' });
      expect(await ran(['help', ...name.split(' ')])).toEqual(asked);
      for (const flag of Object.keys(command?.flags ?? {})) expect(asked.out).toContain(`  --${flag}`);
      expect(command?.examples.length).toBeGreaterThan(0);
      for (const example of command?.examples ?? []) expect(example).toContain(`posthorn ${name}`);
    },
  );

  it('of a group lists its commands', async () => {
    const { code, out } = await ran(['keys']);
    expect(code).toBe(0);
    for (const name of ['keys create', 'keys list', 'keys revoke']) expect(out).toContain(name);
    expect(out).not.toContain('listen');
  });

  it.each([[['--version']], [['send', '--version', 'a.b']]])('%j is the version', async (argv) => {
    expect(await ran(argv)).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });
});

describe('an end from outside', () => {
  it.each([exitCodes.interrupted, exitCodes.done])(
    'ends a command quietly, with exit code %i',
    async (code) => {
      const signal = AbortSignal.abort(new Stopped(code));
      expect(await ran(['keys', 'list'], { signal })).toEqual({ code, out: '', err: '' });
    },
  );

  it('of an unforeseen kind is thrown: it is a bug', async () => {
    const readInput = () => Promise.reject(new Error('a bug'));
    await expect(ran(['send', 'a.b'], { readInput })).rejects.toThrow('a bug');
  });
});
