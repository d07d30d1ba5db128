import { type Arguments, findCommand, globalFlags, readArguments, split } from './arguments.ts';
import type { Command, Service, Surroundings } from './command.ts';
import { commands } from './commands.ts';
import { exitCodes, failureOf, UsageError } from './failures.ts';
import { commandHelp, groupHelp, overview } from './help.ts';
import { Output, type Write, wantsColours } from './output.ts';
import { serviceFrom } from './settings.ts';
import { nearest } from './spelling.ts';
import { oneLine } from './text.ts';

export interface Program extends Surroundings {
  readonly version: string;
  readonly out: Write;
  readonly err: Write;
  /** Whether the standard output is a terminal. */
  readonly isTerminal: boolean;
  /** Aborted with a `Stopped` when the command has to end. */
  readonly signal: AbortSignal;
}

/** Runs a command by its arguments, and prints its errors. @returns the exit code */
export async function run(argv: readonly string[], program: Program): Promise<number> {
  let helpOf = '';
  try {
    const called = findCommand(argv, [...byName.keys()]);
    if (called === undefined || called.name === 'help') return await general(called?.rest ?? argv, program);
    const command = byName.get(called.name);
    if (command === undefined) return group(called.name, called.rest, program);
    helpOf = `${command.name} `;
    return await runCommand(command, readArguments(command, called.rest), program);
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    const hint = exitCode === exitCodes.usage ? `Run “posthorn ${helpOf}--help” for its usage.\n` : '';
    if (message !== undefined) program.err(`posthorn: ${message}\n${hint}`);
    return exitCode;
  }
}

function runCommand(command: Command, args: Arguments, program: Program): Promise<number> | number {
  if (args.has('help')) return printed(commandHelp(command), program);
  if (args.has('version')) return printed(`${program.version}\n`, program);
  let found: Service | undefined;
  const service = () => {
    found ??= serviceFrom(args, program);
    return found;
  };
  return command.run({
    args,
    output: outputFor(args, program),
    service,
    surroundings: program,
    signal: program.signal,
  });
}

const byName = new Map<string, Command>(commands.map((command) => [command.name, command]));

function printed(text: string, { out }: Program): number {
  out(text);
  return exitCodes.done;
}

/** No command, or `help <command>`. */
function general(rest: readonly string[], program: Program): Promise<number> {
  const { values, operands } = split(globalFlags, rest);
  if (operands.length > 0) return run([...operands, '--help'], program);
  if (values.has('version')) return Promise.resolve(printed(`${program.version}\n`, program));
  if (values.has('help') || rest.length === 0) return Promise.resolve(printed(overview(commands), program));
  throw new UsageError('No command');
}

/** The first word of several commands, such as `keys`; undefined if unknown. */
function group(word: string, rest: readonly string[], program: Program): number {
  const members = commands.filter(({ name }) => name.startsWith(`${word} `));
  if (members.length === 0) throw new UsageError(unknownCommand(word, [...words(commands)]));
  const [second] = rest;
  if (second === undefined || second === '--help' || second === '-h') {
    return printed(groupHelp(word, members), program);
  }
  const names = members.map(({ name }) => name.slice(word.length + 1));
  throw new UsageError(unknownCommand(second, names, `${word} `));
}

const words = (all: readonly Command[]): ReadonlySet<string> =>
  new Set(all.flatMap(({ name }) => [name, name.split(' ')[0] ?? name]));

function unknownCommand(word: string, known: readonly string[], before = ''): string {
  const meant = nearest(word, known);
  const hint = meant === undefined ? '' : `. Did you mean “${before}${meant}”?`;
  return `Unknown command “${before}${oneLine(word)}”${hint}`;
}

function outputFor(args: Arguments, { out, err, env, isTerminal }: Program): Output {
  const hasColours = wantsColours(env, isTerminal, args.has('no-color'));
  return new Output(out, err, { isJson: args.has('json'), hasColours });
}
