import type { Arguments } from './arguments.ts';
import type { Surroundings } from './command.ts';
import { UsageError } from './failures.ts';
import type { Flags } from './flags.ts';
import { utf8 } from './text.ts';

export const dataFlag: Flags = {
  data: {
    value: 'json|@file|-',
    help: 'the payload: JSON as it stands here, a file, or the standard input (read also without this flag)',
  },
};

/** The payload that the flag or the input says; undefined where neither does. */
export async function payloadFrom(
  args: Arguments,
  { readFile, readInput }: Surroundings,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const data = args.text('data');
  if (data === undefined) return readInput();
  if (data === '-') {
    const input = await readInput();
    if (input === undefined) throw new UsageError('--data -: nothing is piped in');
    return input;
  }
  if (!data.startsWith('@')) return Uint8Array.from(new TextEncoder().encode(data));
  try {
    return readFile(data.slice(1));
  } catch (error) {
    throw new UsageError(`--data ${data}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`);
  }
}

/** Checked, not parsed and printed again: what is sent are the bytes that were given. @throws UsageError */
export function jsonText(payload: Uint8Array): string {
  const text = utf8(payload)?.trim();
  try {
    if (text !== undefined) {
      JSON.parse(text);
      return text;
    }
  } catch {
    // Said below.
  }
  throw new UsageError(
    text === ''
      ? 'The payload is empty: give --data'
      : 'The payload is not JSON: correct it; “posthorn send” takes other payloads with --content-type',
  );
}

/** A request that has the payload in it as it was given: receivers get that slice of the body. */
export const jsonAround = (fields: object, payload: string) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ...fields, payload: 0 }).replace(/0\}$/, () => `${payload}}`),
});
