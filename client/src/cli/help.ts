import { globalFlags } from './arguments.ts';
import type { Command } from './command.ts';
import type { Flags } from './flags.ts';
import { table } from './text.ts';

const EXIT_CODES =
  'Exit codes: 0 success, 1 rejected or a delivery failed, 2 wrong usage, 3 Posthorn cannot be reached, 130 interrupted.';

/** The general help. */
export function overview(commands: readonly Command[]): string {
  return [
    'Posthorn on the command line: receive, send, follow and replay webhooks.',
    '',
    'Usage: posthorn <command> [flags]',
    '',
    'Commands:',
    ...indented(table(commands.map(({ name, summary }) => [name, summary]))),
    '',
    'Flags of every command:',
    ...flagLines(globalFlags),
    '',
    EXIT_CODES,
    'Run “posthorn <command> --help” for details.',
    '',
  ].join('\n');
}

/** The help of one command. */
export function commandHelp({ name, operands, summary, notes = [], flags, examples }: Command): string {
  return [
    `${summary}.`,
    '',
    `Usage: posthorn ${[name, operands, '[flags]'].filter(Boolean).join(' ')}`,
    '',
    ...notes.flatMap((note) => [note, '']),
    ...(Object.keys(flags).length > 0 ? ['Flags:', ...flagLines(flags), ''] : []),
    'Flags of every command:',
    ...flagLines(globalFlags),
    '',
    'Examples:',
    ...indented(examples),
    '',
    EXIT_CODES,
    '',
  ].join('\n');
}

/** The commands that start with the same word. */
export const groupHelp = (group: string, commands: readonly Command[]): string =>
  [
    `Usage: posthorn ${group} <command> [flags]`,
    '',
    'Commands:',
    ...indented(table(commands.map(({ name, summary }) => [name, summary]))),
    '',
  ].join('\n');

const flagLines = (flags: Flags): string[] =>
  indented(
    table(
      Object.entries(flags).map(([name, { value, isMany, help }]) => [
        `--${name}${value === undefined ? '' : ` <${value}>`}`,
        isMany ? `${help}; may be repeated` : help,
      ]),
    ),
  );

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
