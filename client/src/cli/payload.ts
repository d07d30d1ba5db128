import type { Arguments } from './arguments.ts';
import type { Surroundings } from './command.ts';
import { UsageError } from './failures.ts';
import type { Flags } from './flags.ts';
import { utf8 } from './text.ts';

export const dataFlag: Flags = {
  data: {
    value: 'json|@file|-',
    help: 'the payload: JSON, @file, or - for the standard input (the default)',
  },
};

/** The payload from the flag or the input; undefined without either. */
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

/** Checked, but not parsed and serialized again: the given bytes are sent. @throws UsageError */
export function jsonText(payload: Uint8Array): string {
  const text = utf8(payload)?.trim();
  try {
    if (text !== undefined) {
      JSON.parse(text);
      return text;
    }
  } catch {
    // Reported below.
  }
  throw new UsageError(
    text === ''
      ? 'The payload is empty. Give --data.'
      : 'The payload is not JSON. Correct it; “posthorn send” accepts other payloads with --content-type.',
  );
}

/** A request with the payload inserted as given: receivers get that slice of the body. */
export const jsonAround = (fields: object, payload: string) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ...fields, payload: 0 }).replace(/0\}$/, () => `${payload}}`),
});
