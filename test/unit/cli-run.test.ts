import { describe, expect, it } from 'vitest';
import { commands } from '../../client/src/cli/commands.ts';
import { exitCodes, Stopped } from '../../client/src/cli/failures.ts';
import { type Program, run } from '../../client/src/cli/run.ts';

/** What the command line says and how it ends, without a service and without a process. */

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function ran(argv: readonly string[], program: Partial<Program> = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(argv, {
    version: '1.2.3',
    env: { POSTHORN_URL: 'http://127.0.0.1:9', POSTHORN_API_KEY: 's3cr3t-key' },
    nowMs: () => Date.parse('2026-01-31T09:30:00Z'),
    sleep: async () => {},
    readFile: () => {
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
    readInput: async () => undefined,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isTerminal: false,
    signal: new AbortController().signal,
    ...program,
  });
  return { code, out, err };
}

const KEY = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

describe('a mistake in the call is exit code 2, on one line, with where to read on:', () => {
  it.each([
    [['lisen'], 'there is no command “lisen”; did you mean “listen”?'],
    [['subscription', 'list'], 'there is no command “subscription”; did you mean “subscriptions”?'],
    [['keys', 'crate'], 'there is no command “keys crate”; did you mean “keys create”?'],
    [['frobnicate'], 'there is no command “frobnicate”'],
    [['--jsno', 'send', 'a.b'], '--jsno goes behind the command'],
    [['send', 'a.b', '--dta', '1'], 'there is no flag --dta; did you mean --data?'],
    [['send', 'a.b', '--frobnicate'], 'there is no flag --frobnicate'],
    [['send', 'a.b', '-x'], 'there is no flag -x'],
    [['send', 'a.b', '--constructor', '1'], 'there is no flag --constructor'],
    [['send', 'a.b', '--data'], '--data needs a value: <json|@file|->'],
    [['send', 'a.b', '--data='], '--data needs a value: <json|@file|->'],
    [
      ['listen', '--secret', '--json'],
      '--secret needs a value; one that begins with “-” is written --secret=…',
    ],
    [['send', 'a.b', '--json=yes', '--data', '1'], '--json takes no value'],
    [['send'], 'something is missing: posthorn send <event_type>'],
    [['send', ''], 'something is empty: posthorn send <event_type>'],
    [['send', 'a.b', 'c.d'], '“c.d” is too much: posthorn send <event_type>'],
    [['send', 'a.b'], 'there is no payload: give --data, or pipe it in'],
    [
      ['send', 'a.b', '--data', '{a: 1}'],
      'the payload is not JSON: correct it, or say what it is with --content-type',
    ],
    [['send', 'a.b', '--data', ' '], 'the payload is empty: give --data'],
    [['send', 'a.b', '--data', '@none.json'], '--data @none.json: ENOENT'],
    [['send', 'a.b', '--data', '-'], '--data -: nothing is piped in'],
    [['send', 'a.b', '--wait', '0'], '--wait must be a whole number from 1 to 259200, not “0”'],
    [
      ['send', 'a.b', '--deliver-at', 'soon'],
      '--deliver-at must be a time such as 2026-01-31T09:30:00Z, or 15m, 2h or 3d for so long ahead, not “soon”',
    ],
    [
      ['send', 'a.b', '--subscription', 'sub_1', '--receiver', 'c'],
      '--receiver does not go with --subscription, which says who it is for',
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
    [['listen', '--target-url', 'https://a.example'], '--target-url goes with --subscribe'],
    [
      ['listen', '--subscribe', '*', '--url', 'https://posthorn.example'],
      'this Posthorn is on another machine, from where 127.0.0.1 is not this one: give the --target-url of a tunnel to the port',
    ],
    [
      ['tail', '--status', 'dead'],
      '--status must be one of pending, retrying, delivered, exhausted, cancelled, not “dead”',
    ],
    [['replay'], 'name a delivery, or a --subscription'],
    [['replay', '--subscription', 'sub_1'], '--since is missing: from when on'],
    [
      ['replay', 'dlv_1', '--since', '1h'],
      'name deliveries, or choose them with --subscription, --since and --until, not both',
    ],
    [
      ['replay', '--subscription', 'sub_1', '--since', '2026-01-31'],
      '--since must be a time such as 2026-01-31T09:30:00Z, or 15m, 2h or 3d for so long ago, not “2026-01-31”',
    ],
    [['keys', 'create', 'a'], '--scope is missing: some of ingest, read, manage, admin'],
    [
      ['keys', 'create', 'a', '--scope', 'read,wirte'],
      '--scope must be one of ingest, read, manage, admin, not “wirte”',
    ],
    [
      ['tail', '--url', 'ftp://a'],
      '--url or POSTHORN_URL: url must be that of Posthorn, such as http://127.0.0.1:8000',
    ],
    [
      ['tail', '--api-key', 'a key'],
      '--api-key or POSTHORN_API_KEY: apiKey must be visible ASCII characters without spaces',
    ],
  ] as const)('%j', async (argv, message) => {
    const { code, out, err } = await ran(argv);
    const [first, second, ...more] = err.split('\n');
    expect({ code, out, first, more }).toEqual({
      code: 2,
      out: '',
      first: `posthorn: ${message}`,
      more: [''],
    });
    expect(second).toMatch(/^“posthorn .*--help” says how it is called\.$/);
  });

  it('and what it repeats cannot move the cursor', async () => {
    const { err } = await ran(['\u001b[2J']);
    expect(err).toContain('there is no command “\\u001b[2J”');
  });

  it('an API key that is missing, and nobody is asked', async () => {
    const { code, err } = await ran(['keys', 'list'], { env: { POSTHORN_URL: 'https://posthorn.example' } });
    expect(code).toBe(2);
    expect(err).toContain('there is no API key: set POSTHORN_API_KEY, or give --api-key <key>');
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

  it('of what nobody has foreseen is thrown: it is a bug', async () => {
    const readInput = () => Promise.reject(new Error('a bug'));
    await expect(ran(['send', 'a.b'], { readInput })).rejects.toThrow('a bug');
  });
});
