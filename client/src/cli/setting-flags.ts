import type { Arguments } from './arguments.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './failures.ts';
import type { Flags } from './flags.ts';
import { utf8 } from './text.ts';

/** Flags that hold JSON, and settings made from flags. */

export const JSON_VALUE = 'json|@file|-';

/** The JSON of a flag: inline, from a file, or from the standard input. @throws UsageError */
export async function jsonOf({ args, surroundings }: CommandContext, name: string): Promise<unknown> {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const text = await textOf(name, given, surroundings);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--${name} must be JSON: ${(error as Error).message}`);
  }
}

/** The same for an object. @throws UsageError */
export async function jsonObjectOf(context: CommandContext, name: string): Promise<object | undefined> {
  const value = await jsonOf(context, name);
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(`--${name} must be a JSON object`);
}

async function textOf(
  name: string,
  given: string,
  { readFile, readInput }: CommandContext['surroundings'],
): Promise<string> {
  const bytes =
    given === '-'
      ? await readInput()
      : given.startsWith('@')
        ? fileOf(name, given.slice(1), readFile)
        : given;
  if (bytes === undefined) throw new UsageError(`--${name} -: nothing is piped in`);
  const text = typeof bytes === 'string' ? bytes : utf8(bytes);
  if (text === undefined) throw new UsageError(`--${name} must be UTF-8 text`);
  return text;
}

/** @throws UsageError that names the flag */
export function fileOf(
  name: string,
  path: string,
  readFile: CommandContext['surroundings']['readFile'],
): Uint8Array<ArrayBuffer> {
  try {
    return readFile(path);
  } catch (error) {
    throw new UsageError(
      `--${name}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`,
    );
  }
}

/** Sets fields to `null`, which is their default. */
export const clearFlag = (fields: readonly string[]): Flags => ({
  clear: {
    value: 'field',
    isMany: true,
    choices: fields,
    help: `reset a field to its default: ${fields.join(', ')}`,
  },
});

/** @throws UsageError for a field that cannot be cleared */
export function clearedFields(args: Arguments, fields: readonly string[]): Readonly<Record<string, null>> {
  const names = args.items('clear');
  for (const name of names) {
    if (!fields.includes(name)) {
      throw new UsageError(`--clear must be one of ${fields.join(', ')}, not “${name}”`);
    }
  }
  return Object.fromEntries(names.map((name) => [name, null]));
}
