import { globalFlags } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Flags } from '../flags.ts';

/** The completions of a shell, from the table of commands. */

export type Words = readonly (readonly [word: string, help: string])[];

/** The completions after a command, a group such as `keys`, or (`''`) the program. */
export interface Place {
  /** `''`, `keys`, or `keys create` */
  readonly name: string;
  /** Words that are commands, or values of the operand. */
  readonly words: Words;
  readonly flags: Flags;
}

export function placesOf(commands: readonly Command[]): readonly Place[] {
  const groups = new Set(
    commands
      .map(({ name }) => name.split(' '))
      .filter(hasTwo)
      .map(([group = '']) => group),
  );
  const single = commands.filter(({ name }) => !name.includes(' '));
  const first: Words = [
    ...single.map(({ name, summary }) => [name, summary] as const),
    ...[...groups].map((group) => [group, `Commands for ${group}`] as const),
    ['help', 'Print the help of a command'],
  ];
  return [
    { name: '', words: first, flags: globalFlags },
    ...[...groups].map((group) => ({ name: group, words: wordsOf(group, commands), flags: globalFlags })),
    ...commands.map(({ name, flags, operandChoices = [] }) => ({
      name,
      words: operandChoices.map((choice) => [choice, ''] as const),
      flags: { ...flags, ...globalFlags },
    })),
  ];
}

const hasTwo = (words: readonly string[]): boolean => words.length > 1;

const wordsOf = (group: string, commands: readonly Command[]): Words =>
  commands
    .filter(({ name }) => name.startsWith(`${group} `))
    .map(({ name, summary }) => [name.slice(group.length + 1), summary] as const);

/** The hint for a value that has no choices. */
export const FILE = '<file>';
export const ANY = '<any>';

export const valuesOf = ({ value = '', choices }: Flags[string]): readonly string[] =>
  choices ?? [/file/.test(value) ? FILE : ANY];
