import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlCommand, type ShownRequest } from '../../../dashboard/src/format/curl.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Writes its arguments and its input to files, in place of curl. */
const recorder = `#!/bin/sh
printf '%s\\0' "$@" > "$RECORDED/arguments"
case " $* " in *" @- "*) cat > "$RECORDED/input";; *) : > "$RECORDED/input";; esac
`;

describe('curlCommand', () => {
  it('gives a shell the method, URL, headers and body as they were sent', () => {
    const run = shellWithRecorder();
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });
    const name = fc.stringMatching(/^x-[!#$%&'*+.^_`|~0-9a-z-]{1,12}$/);
    fc.assert(
      fc.property(text, name, value, value, (body, header, content, path) => {
        const url = `https://example.com/${path}`;
        const { words, input } = run(curlCommand(request(url, { [header]: content }, body)));
        expect(valuesOf(words, '--url')).toEqual([url]);
        expect(valuesOf(words, '--header')).toEqual([
          content === '' ? `${header};` : `${header}: ${content}`,
        ]);
        const sent = words.includes('--data-binary')
          ? input
          : Buffer.from(valuesOf(words, '--data-raw')[0] ?? '', 'utf8');
        expect(sent).toEqual(Buffer.from(body, 'utf8'));
      }),
      { numRuns: 12 },
    );
  });

  it('sends bytes that are no text, and bodies longer than an argument, over standard input', () => {
    const run = shellWithRecorder();
    const binary = Buffer.from([0, 1, 0xff, 0x27, 10, 13]);
    const shown = {
      ...request('https://example.com/', {}, ''),
      body: { text: null, base64: binary.toString('base64') },
    };
    expect(run(curlCommand(shown)).input).toEqual(binary);
    const long = `{"text":"${"it's ".repeat(60_000)}"}`;
    expect(run(curlCommand(request('https://example.com/', {}, long))).input).toEqual(Buffer.from(long));
  });

  it('leaves out headers that curl computes', () => {
    const headers = { Host: 'example.com', 'Content-Length': '2', 'content-type': 'application/json' };
    expect(curlCommand(request('https://example.com/', headers, '{}'))).toBe(
      [
        'curl --globoff --request POST',
        '--url https://example.com/',
        "--header 'content-type: application/json'",
        "--data-raw '{}'",
      ].join(' \\\n  '),
    );
  });
});

/** Runs the command in a shell that finds the recorder as its curl. */
function shellWithRecorder() {
  const folder = temporaryFolder();
  const program = join(folder, 'curl');
  writeFileSync(program, recorder);
  chmodSync(program, 0o755);
  const env = { PATH: `${folder}:${process.env['PATH']}`, RECORDED: folder };
  return (command: string) => {
    const { status, stderr } = spawnSync('sh', [], { env, input: command });
    expect([status, String(stderr)]).toEqual([0, '']);
    const words = readFileSync(join(folder, 'arguments'), 'utf8').split('\0').slice(0, -1);
    return { words, input: readFileSync(join(folder, 'input')) };
  };
}

const request = (url: string, headers: Record<string, string>, body: string): ShownRequest => ({
  method: 'POST',
  url,
  headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  body: { text: body, base64: Buffer.from(body, 'utf8').toString('base64') },
});

const valuesOf = (words: readonly string[], option: string): readonly string[] =>
  words.filter((_, index) => words[index - 1] === option);
