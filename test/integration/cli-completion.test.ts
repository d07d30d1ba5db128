import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../client/src/cli/commands.ts';
import { ran } from '../support/cli-run.ts';
import { folderForTest } from '../support/embedded-service.ts';

/** The completion scripts, in the shells that they are for. */

const isThere = (shell: string) =>
  process.env['CI'] === 'true' || spawnSync(shell, ['-c', 'exit 0']).status === 0;

const scriptOf = async (shell: string): Promise<string> => (await ran(['completion', shell])).out;

/** The completions that a shell offers for the last word of a line. */
type Offers = (line: readonly string[]) => readonly string[];

const namesAt = (group: string) =>
  commands.filter(({ name }) => name.startsWith(`${group} `)).map(({ name }) => name.slice(group.length + 1));

function describeShell(shell: string, offersOf: (script: string) => Offers): void {
  describe.skipIf(!isThere(shell))(`in ${shell}`, () => {
    let offers: Offers;
    beforeAll(async () => {
      offers = offersOf(await scriptOf(shell));
    });

    it('offers commands and groups', () => {
      expect(offers([''])).toEqual(
        expect.arrayContaining(['listen', 'send', 'subscriptions', 'event-types', 'help']),
      );
      expect(offers(['subs'])).toEqual(['subscriptions']);
      expect([...offers(['subscriptions', ''])].sort()).toEqual(namesAt('subscriptions').sort());
      expect(offers(['completion', ''])).toEqual(['bash', 'fish', 'zsh']);
    });

    it('offers the flags of the command and of every command', () => {
      const flags = offers(['subscriptions', 'update', 'sub_1', '--']);
      expect(flags).toEqual(expect.arrayContaining(['--target-url', '--clear', '--profile', '--json']));
      expect(flags).not.toContain('--forward');
      expect(offers(['recover', '--a'])).toEqual(['--all', '--api-key']);
      expect(offers(['--url', 'http://a', 'recover', '--al'])).toEqual(['--all']);
    });

    it('offers the values of a flag that has a choice', () => {
      expect(offers(['tail', '--status', 'de'])).toEqual(['delivered']);
      expect(offers(['keys', 'create', 'a', '--scope', ''])).toEqual(['admin', 'ingest', 'manage', 'read']);
      expect(offers(['tail', '--status', 'delivered', '--sin'])).toEqual(['--since']);
    });
  });
}

const sortedLines = (text: string) =>
  [
    ...new Set(
      text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ].sort();

describeShell('bash', (script) => (line) => {
  const words = ['posthorn', ...line].map((word) => `'${word}'`).join(' ');
  const call = `${script}\nCOMP_WORDS=(${words}) COMP_CWORD=${line.length}\n_posthorn\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  return sortedLines(execFileSync('bash', ['--norc', '-c', call], { encoding: 'utf8' }));
});

describeShell('fish', (script) => (line) => {
  const call = `${script}\ncomplete --do-complete ${JSON.stringify(`posthorn ${line.join(' ')}`)}`;
  const out = execFileSync('fish', ['--no-config', '-c', call], { encoding: 'utf8' });
  return sortedLines(out.replaceAll(/\t.*/g, ''));
});

// The matches of _describe are printed: a terminal would colour and fold it.
const ZSH = `
compdef() { }
compset() { }
_files() { }
_describe() { local -a shown; shown=("\${(@P)2}"); for one in $shown; do one=\${one%%:*}; [[ $one == \${words[CURRENT]}* ]] && print -r -- $one; done }
`;
describeShell('zsh', (script) => (line) => {
  const words = ['posthorn', ...line].map((word) => `'${word}'`).join(' ');
  const call = `${ZSH}${script}\nwords=(${words}) CURRENT=${line.length + 1}\n_posthorn\ntrue`;
  return sortedLines(execFileSync('zsh', ['-f', '-c', call], { encoding: 'utf8' }));
});

describe('in zsh, with its own completion system,', () => {
  it.skipIf(!isThere('zsh'))('the script is taken by compinit', async () => {
    const folder = await folderForTest();
    writeFileSync(join(folder, 'script'), await scriptOf('zsh'));
    const call = `autoload -Uz compinit; compinit -D -u; source ${join(folder, 'script')}; print -r -- $_comps[posthorn]`;
    expect(execFileSync('zsh', ['-f', '-c', call], { encoding: 'utf8' })).toBe('_posthorn\n');
  });
});

describe('a bash completion of a file', () => {
  it.skipIf(!isThere('bash'))('keeps the @ of --data, and spaces', async () => {
    const folder = await folderForTest();
    writeFileSync(join(folder, 'an order.json'), '1');
    const script = await scriptOf('bash');
    const at = (word: string, flag = '--data') =>
      `${script}\ncd ${folder}\nCOMP_WORDS=(posthorn send a.b ${flag} ${word}) COMP_CWORD=4\n_posthorn\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const run = (call: string) => execFileSync('bash', ['--norc', '-c', call], { encoding: 'utf8' });
    expect(run(at('@an'))).toBe('@an order.json\n');
    expect(run(at('an', '--receiver'))).toBe('\n');
  });
});
