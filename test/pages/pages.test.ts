import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderForTest } from '../support/embedded-service.ts';
import { stepsOf, withoutIds } from './page.ts';
import { Terminal } from './terminal.ts';

/** README.md and docs/first-hour.md, pasted into terminals in a fresh copy of the project. */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** Not part of a clone. */
const LEFT_OUT = new Set(['node_modules', '.git', '.emulator', '.venv', '.posthorn', 'cdk.out', 'dist']);
const TIMEOUT_MS = 180_000;

/** A copy whose packages are those of this one: `npm ci` is the only command that is not run. */
async function freshClone() {
  const folder = await folderForTest();
  const [project, programs] = [join(folder, 'posthorn'), join(folder, 'bin')];
  cpSync(PROJECT, project, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  symlinkSync(join(PROJECT, 'node_modules'), join(project, 'node_modules'));
  mkdirSync(programs);
  const npm = `#!/bin/sh\n[ "$1" = ci ] && exit 0\nPATH="\${PATH#*:}" exec npm "$@"\n`;
  writeFileSync(join(programs, 'npm'), npm, { mode: 0o755 });
  const { CI: _, POSTHORN_API_KEY: __, POSTHORN_URL: ___, ...inherited } = process.env;
  // The order of a login shell: the copy's own programs are found by npm only.
  const path = (inherited['PATH'] ?? '').split(':').filter((one) => !one.includes('node_modules'));
  const prefix = join(folder, 'global');
  return {
    project,
    env: {
      ...inherited,
      PATH: [programs, join(prefix, 'bin'), ...path].join(':'),
      npm_config_prefix: prefix,
      npm_config_update_notifier: 'false',
    },
  };
}

/** The ports of the page are the reader's; those of a test are free ones. */
async function freePorts(...ports: readonly number[]) {
  const free = await Promise.all(ports.map(() => freePort()));
  const replaced = (text: string) =>
    ports.reduce(
      (changed, port, n) => changed.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), `${free[n]}`),
      text,
    );
  return { free, replaced };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

describe('README.md', () => {
  it('leads from two commands to a verified webhook, and on to the command line', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const { project, env } = await freshClone();
    const { free, replaced } = await freePorts(8000, 9000);
    const url = `http://127.0.0.1:${free[0]}`;
    const [start, receive, send, commandLine, aws, ...others] = stepsOf('README.md');
    expect(aws!.commands).toMatch(/^npx cdk deploy /);
    expect(others).toEqual([]);

    const first = new Terminal(project, { ...env, PORT: `${free[0]}` });
    first.paste(start!.commands);
    await first.says(/listening on /);
    const second = new Terminal(project, { ...env, POSTHORN_URL: url, PORT: `${free[1]}` });
    second.paste(receive!.commands);
    await second.says(/subscribed as /);
    const third = new Terminal(project, { ...env, POSTHORN_URL: url });
    await third.run(replaced(send!.commands));
    const [verified] = await second.says(/verified .*/);

    const lines = withoutIds(replaced(send!.answer!)).split('\n');
    for (const line of lines) await second.says(new RegExp(shape(line)));
    expect(withoutIds(verified)).toBe(lines.at(-1));
    expect(await third.run(commandLine!.commands)).toMatch(/delivered/);
  });

  it('has 600 to 900 words', () => {
    const words = readFileSync(join(PROJECT, 'README.md'), 'utf8').split(/\s+/);
    expect(words.length).toBeGreaterThanOrEqual(600);
    expect(words.length).toBeLessThanOrEqual(900);
  });
});

/** A line of a page as a pattern: its ids may be others. */
const shape = (line: string): string =>
  line.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '[0-9A-Z]+');

describe('docs/first-hour.md', () => {
  it('gets the answers that it shows', { timeout: TIMEOUT_MS }, async () => {
    const { project, env } = await freshClone();
    const { free, replaced } = await freePorts(8000, 9001);
    const [start, ...steps] = stepsOf('docs/first-hour.md');
    const first = new Terminal(project, { ...env, PORT: `${free[0]}` });
    first.paste(start!.commands);
    await first.says(/listening on /);
    const second = new Terminal(project, env);
    for (const { commands, answer } of steps) {
      const said = await second.run(replaced(commands));
      if (answer !== undefined) expect(withoutIds(answerOf(said)), commands).toBe(withoutIds(answer));
    }
    await second.says(/verified evt_\w+: {"order": 1001}/);
    await second.says(/verified evt_\w+: {"order": 1003}/);
  });

  it('has another idempotency key for each thing that it makes', () => {
    const keys = stepsOf('docs/first-hour.md').flatMap(({ commands }) =>
      [...commands.matchAll(/Idempotency-Key: ([\w-]+)/g)].map(([, key]) => key),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(3);
  });
});

/** Without the lines of the receiver in the background. */
const answerOf = (said: string): string =>
  said
    .split('\n')
    .filter((line) => !/^(verified|listening|refused)/.test(line))
    .join('\n');
