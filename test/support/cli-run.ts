import { type Program, run } from '../../client/src/cli/run.ts';

/** The command line without a process: its output and its end. */

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function ran(argv: readonly string[], program: Partial<Program> = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(argv, {
    version: '1.2.3',
    env: { POSTHORN_URL: 'http://127.0.0.1:9', POSTHORN_API_KEY: 's3cr3t-key' },
    nowMs: () => Date.parse('2026-01-31T09:30:00Z'),
    sleep: async () => {},
    readFile: () => {
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
    readInput: async () => undefined,
    isPrivateFile: () => true,
    writePrivateFile: () => {},
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isTerminal: false,
    signal: new AbortController().signal,
    ...program,
  });
  return { code, out, err };
}
