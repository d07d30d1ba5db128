import { parseArgs } from 'node:util';

import { UsageError } from './failures.ts';
import type { CallForm, Flags } from './flags.ts';
import { nearest } from './spelling.ts';
import { oneLine } from './text.ts';

/** The flags that every command takes. */
export const globalFlags: Flags = {
  url: {
    value: 'url',
    help: 'the URL of Posthorn; default: POSTHORN_URL, the URL of the profile, or http://127.0.0.1:8000',
  },
  'api-key': {
    value: 'key',
    help: 'the API key; default: POSTHORN_API_KEY (hidden from other users of the machine), the key of the profile, or the file .posthorn/api-key for a Posthorn on this machine',
  },
  profile: {
    value: 'name',
    help: 'use the URL and the API key of this profile in the config file; default: POSTHORN_PROFILE',
  },
  json: { help: 'print one JSON object per line' },
  'no-color': { help: 'print without colors, the same as NO_COLOR=1' },
  help: { help: 'print this' },
  version: { help: 'print the version' },
};

const shortNames = { h: 'help' } as const;

/** The arguments of a command. Every reading method throws a UsageError that names the flag. */
export class Arguments {
  readonly operands: readonly string[];
  readonly #flags: Flags;
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(flags: Flags, values: ReadonlyMap<string, readonly string[]>, operands: readonly string[]) {
    this.#flags = flags;
    this.#values = values;
    this.operands = operands;
  }

  has(name: string): boolean {
    return this.texts(name).length > 0;
  }

  /** The last value of a flag that was given more than once. */
  text(name: string): string | undefined {
    return this.texts(name).at(-1);
  }

  texts(name: string): readonly string[] {
    if (this.#flags[name] === undefined) throw new Error(`there is no flag --${name}`);
    return this.#values.get(name) ?? [];
  }

  /** The values of a repeated flag; each may hold several, separated by commas. */
  items(name: string): readonly string[] {
    const items = this.texts(name).flatMap((text) => text.split(','));
    if (items.some((item) => item.trim() === '')) throw new UsageError(`--${name} has an empty entry`);
    return items.map((item) => item.trim());
  }

  wholeNumber(name: string, least: number, most: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not ${quoted(text)}`);
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : chosen(`--${name}`, text, choices);
  }

  /** RFC 3339, or a duration before or after now: `15m`, `2h`, `3d`. @returns RFC 3339 in UTC */
  time(name: string, direction: 'ago' | 'ahead', nowMs: number): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
    const unitMs = unitsMs[unit];
    const sign = direction === 'ago' ? -1 : 1;
    const atMs = unitMs === undefined ? instantMs(text) : nowMs + sign * Number(count) * unitMs;
    if (!Number.isNaN(atMs)) return new Date(atMs).toISOString();
    throw new UsageError(
      `--${name} must be a time such as 2026-01-31T09:30:00Z, or a duration ${direction} such as 15m, 2h or 3d, not ${quoted(text)}`,
    );
  }

  /** An absolute URL of http or https. */
  httpUrl(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text;
    throw new UsageError(`--${name} must be a URL that begins with http:// or https://`);
  }
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** RFC 3339 with a zone: other forms that `Date.parse` takes mean different times on different machines. */
const instantMs = (text: string): number =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text) ? Date.parse(text) : Number.NaN;

const quoted = (text: string): string => `“${oneLine(text)}”`;

/** @throws UsageError that lists the choices */
export function chosen<Choice extends string>(
  what: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new UsageError(`${what} must be one of ${choices.join(', ')}, not ${quoted(text)}`);
}

/** @throws UsageError for an unknown flag, a missing or surplus value, and too few or too many operands */
export function readArguments(command: CallForm, argv: readonly string[]): Arguments {
  const { values, operands } = split({ ...command.flags, ...globalFlags }, argv);
  const [least, most] = command.operandCount;
  if (!values.has('help')) checkOperands(command, operands, least, most);
  return new Arguments({ ...command.flags, ...globalFlags }, values, operands);
}

function checkOperands(command: CallForm, operands: readonly string[], least: number, most: number): void {
  const usage = `posthorn ${command.name} ${command.operands ?? ''}`.trimEnd();
  if (operands.length < least) throw new UsageError(`Missing argument. Usage: ${usage}`);
  const surplus = operands[most];
  if (surplus !== undefined) throw new UsageError(`Unexpected argument ${quoted(surplus)}. Usage: ${usage}`);
  if (operands.some((operand) => operand === '')) throw new UsageError(`Empty argument. Usage: ${usage}`);
}

/** The position of the command's name, which may come after flags that every command takes. */
export function findCommand(
  argv: readonly string[],
  names: readonly string[],
): { name: string; rest: readonly string[] } | undefined {
  const { tokens } = parsed(globalFlags, argv);
  const words = tokens.filter((token) => token.kind === 'positional');
  const [first, second] = words;
  if (first === undefined) return undefined;
  const early = tokens.find(
    (token) =>
      token.kind === 'option' && token.index < first.index && !Object.hasOwn(globalFlags, token.name),
  );
  if (early?.kind === 'option') throw new UsageError(`${early.rawName} must come after the command`);
  const two = second?.index === first.index + 1 ? `${first.value} ${second.value}` : undefined;
  const name = two !== undefined && names.includes(two) ? two : first.value;
  const count = name === two ? 2 : 1;
  return { name, rest: argv.toSpliced(first.index, count) };
}

interface Split {
  readonly values: Map<string, string[]>;
  readonly operands: string[];
}

export function split(flags: Flags, argv: readonly string[]): Split {
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of parsed(flags, argv).tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const value = checkedValue(flags, token.name, token.rawName, token.value, token.inlineValue === true);
    values.set(token.name, [...(values.get(token.name) ?? []), value]);
  }
  return { values, operands };
}

function parsed(flags: Flags, argv: readonly string[]) {
  const types = Object.entries(flags).map(([name, { value }]) => {
    const short = Object.entries(shortNames).find(([, long]) => long === name)?.[0];
    const type = value === undefined ? ('boolean' as const) : ('string' as const);
    return [name, { type, multiple: true, ...(short && { short }) }] as const;
  });
  // Not strict: strict errors cannot suggest the intended flag.
  return parseArgs({
    args: [...argv],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
}

function checkedValue(
  flags: Flags,
  name: string,
  rawName: string,
  value: string | undefined,
  isInline: boolean,
): string {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (flag === undefined) throw new UsageError(unknownFlag(rawName, Object.keys(flags)));
  if (flag.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
    return '';
  }
  if (value === undefined || value === '') throw new UsageError(`${rawName} needs a value: <${flag.value}>`);
  if (!isInline && /^-./.test(value)) {
    throw new UsageError(`${rawName} needs a value. Write a value that begins with “-” as ${rawName}=…`);
  }
  return value;
}

function unknownFlag(rawName: string, names: readonly string[]): string {
  const meant = nearest(rawName.replace(/^-+/, ''), names);
  const hint = meant === undefined ? '' : `. Did you mean --${meant}?`;
  return `Unknown flag ${oneLine(rawName)}${hint}`;
}
