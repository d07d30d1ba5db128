import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { folderForTest } from '../support/embedded-service.ts';
import { languages, withoutToolchain } from './languages.ts';

/** The code on the portal's page "How to verify" is run as a reader would use it, in the languages that CI has. */

const codeOf = (file: string): string =>
  readFileSync(new URL(`../../dashboard/src/portal/verify/code/${file}`, import.meta.url), 'utf8');

interface Program {
  readonly language: string;
  /** The file of the page, and its name when it is run. */
  readonly code: string;
  readonly file: string;
  /** Calls the code for each four arguments (id, timestamp, signatures, body), and prints a line for each. */
  readonly main: string;
  readonly before?: (code: string) => string;
  readonly run: (file: string) => readonly [string, ...string[]];
}

const programs: readonly Program[] = [
  {
    language: 'TypeScript',
    code: 'typescript.txt',
    file: 'verify.ts',
    main: `const given = process.argv.slice(2);
      for (let at = 0; at < given.length; at += 4) {
        const [id, timestamp, signature, body = ''] = given.slice(at, at + 4);
        const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
        console.log(isGenuine(headers, Buffer.from(body)));
      }`,
    run: (file) => [process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', file],
  },
  {
    language: 'Python',
    code: 'webhooks.py',
    file: 'verify.py',
    main: `
import sys
given = sys.argv[1:]
for at in range(0, len(given), 4):
    id, timestamp, signature, body = given[at:at + 4]
    headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature}
    print(str(is_genuine(headers, body.encode())).lower())
`,
    run: (file) => ['python3', file],
  },
  {
    language: 'Go',
    code: 'webhooks.go',
    file: 'verify.go',
    before: (code) =>
      code.replace('package webhooks', 'package main').replace('import (', 'import (\n"fmt"\n"os"'),
    main: `
func main() {
	for at := 1; at < len(os.Args); at += 4 {
		headers := http.Header{}
		headers.Set("webhook-id", os.Args[at])
		headers.Set("webhook-timestamp", os.Args[at+1])
		headers.Set("webhook-signature", os.Args[at+2])
		fmt.Println(IsGenuine(headers, []byte(os.Args[at+3])))
	}
}
`,
    run: (file) => ['go', 'run', file],
  },
  {
    language: 'Java',
    code: 'Webhooks.java',
    file: 'Verify.java',
    // Java runs the first class of a file.
    before: (code) =>
      code.replace(
        'public class Webhooks {',
        `public class Verify {
          public static void main(String[] given) throws Exception {
            for (int at = 0; at < given.length; at += 4)
              System.out.println(Webhooks.isGenuine(
                given[at], given[at + 1], given[at + 2], given[at + 3].getBytes(StandardCharsets.UTF_8)));
          }
        }
        class Webhooks {`,
      ),
    main: '',
    run: (file) => ['java', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dfile.encoding=UTF-8', file],
  },
];

const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;
const body = '{"name":"Zoë","n":1.0}';

const signature = (id: string, timestamp: string, over = body, by = key): string =>
  `v1,${createHmac('sha256', by).update(`${id}.${timestamp}.${over}`).digest('base64')}`;

const secondsFromNow = (seconds: number) => String(Math.floor(Date.now() / 1_000) + seconds);

/** Arguments of a webhook, and whether it is genuine. */
function cases(): readonly (readonly [name: string, isGenuine: boolean, ...given: string[]])[] {
  const [id, now] = ['evt_01KG9P6JNTN5B0Y3XF7GKTM4WE', secondsFromNow(0)];
  const [old, early] = [secondsFromNow(-400), secondsFromNow(400)];
  const good = signature(id, now);
  return [
    ['a genuine one', true, id, now, good, body],
    [
      'two secrets while one is rotated',
      true,
      id,
      now,
      `${signature(id, now, body, Buffer.alloc(32))} v1a,x ${good}`,
      body,
    ],
    ['another body', false, id, now, good, `${body} `],
    ['another secret', false, id, now, signature(id, now, body, Buffer.alloc(32)), body],
    ['another id', false, 'evt_2', now, good, body],
    ['a recording', false, id, old, signature(id, old), body],
    ['a time to come', false, id, early, signature(id, early), body],
    ['an id with a full stop', false, `${id}.1`, now, signature(`${id}.1`, now), body],
    ['a time that is no number', false, id, 'now', signature(id, 'now'), body],
    ['an endless time', false, id, '9'.repeat(40), signature(id, '9'.repeat(40)), body],
    ['no signature', false, id, now, '', body],
    ['a signature without its version', false, id, now, good.slice(3), body],
  ];
}

describe('code of the portal page "How to verify"', { timeout: 120_000 }, () => {
  it.for(programs)('$language accepts genuine webhooks only', async (program, context) => {
    const language = languages.find(({ name }) => name === program.language);
    const missing = language && withoutToolchain(language);
    if (missing !== undefined) context.skip(missing);
    const folder = await folderForTest();
    const code = codeOf(program.code).replaceAll('{{secret}}', secret);
    await writeFile(join(folder, program.file), (program.before?.(code) ?? code) + program.main);
    const tried = cases();
    const [command, ...args] = program.run(program.file);
    const { stdout } = await promisify(execFile)(
      command,
      [...args, ...tried.flatMap(([, , ...given]) => given)],
      {
        cwd: folder,
        env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '', LC_ALL: 'C.UTF-8' },
      },
    );
    const found = stdout.trim().split('\n');
    expect(tried.map(([name], index) => [name, found[index]])).toEqual(
      tried.map(([name, isGenuine]) => [name, String(isGenuine)]),
    );
  });
});
