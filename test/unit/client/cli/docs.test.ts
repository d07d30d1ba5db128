import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findCommand, globalFlags, readArguments } from '../../../../client/src/cli/arguments.ts';
import { commands } from '../../../../client/src/cli/commands.ts';
import { exitCodes } from '../../../../client/src/cli/failures.ts';

/** docs/cli.md has every command and flag, and its examples, like those of the help, can be called. */

const document = readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8');

/** Of a section, the flags in the first column of its table. */
function flagsOf(heading: string): string[] {
  const section = document.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const cells = [...section.matchAll(/^\| (`--[^|]*) \|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`--([a-z-]+)`/g)].map(([, flag = '']) => flag)).sort();
}

/** The words of a simple command, as a shell would split them. */
const shellWords = (line: string): string[] =>
  [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));

/** The calls in some lines of shell: behind a pipe, within `$(…)`, before a comment or a redirection. */
const callsIn = (lines: readonly string[]): string[] =>
  lines
    .map((line) => /(?:^|\s|\()posthorn (.*?)(?:\)"?(?:\s+#.*)?$| [|<>] .*|\s+#.*)?$/.exec(line)?.[1])
    .filter((call) => call !== undefined);

const shellLines = [...document.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
  block.split('\n').filter((line) => /(^|[\s(])posthorn /.test(line)),
);

describe('docs/cli.md', () => {
  it.each(commands.map(({ name }) => name))('has the flags of %s, and none besides', (name) => {
    const { flags } = commands.find((command) => command.name === name) ?? { flags: {} };
    expect(document).toContain(`\n## ${name}\n`);
    expect(flagsOf(name)).toEqual(Object.keys(flags).sort());
  });

  it('has the flags of every command, and the exit codes', () => {
    expect(flagsOf('For every command')).toEqual(Object.keys(globalFlags).sort());
    const codes = [...document.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(exitCodes));
  });
});

describe('an example', () => {
  const names = commands.map(({ name }) => name);
  const examples = [...callsIn(shellLines), ...callsIn(commands.flatMap((command) => command.examples))];

  it('is found in each line of shell', () => {
    expect(callsIn(shellLines)).toHaveLength(shellLines.length);
    expect(new Set(examples.map((call) => findCommand(shellWords(call), names)?.name))).toEqual(
      new Set(names),
    );
  });

  it.each(examples)('posthorn %s', (call) => {
    const { name, rest } = findCommand(shellWords(call), names) ?? { name: '', rest: [] };
    const command = commands.find((candidate) => candidate.name === name);
    expect(command?.name).toBe(name);
    if (command !== undefined) expect(() => readArguments(command, rest)).not.toThrow();
  });
});
