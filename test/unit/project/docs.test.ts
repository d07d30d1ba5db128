import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../client/src/cli/commands.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { type Project, wrongNamesIn } from './doc-names.ts';

/** Every path, link, npm script and command that the docs name exists. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Not part of a clone. */
const LEFT_OUT = /^(node_modules|\.git|\.emulator|\.venv|\.posthorn|cdk\.out|dist)$/;

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(`${root}${folder}`, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.test(name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
    );

const files = filesUnder('');
const textOf = (file: string) => readFileSync(`${root}${file}`, 'utf8');
const project: Project = {
  files,
  npmScripts: Object.keys(packageJson.scripts),
  commands: commands.map(({ name }) => name),
  textOf,
};
const pages = files.filter((file) => file.endsWith('.md'));

describe('the docs', () => {
  it('are found', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/glossary.md', 'client/README.md']));
  });

  it.each(pages)('name in %s only files, headings, npm scripts and commands that exist', (page) => {
    expect(wrongNamesIn(page, textOf(page), project)).toEqual([]);
  });

  it('use each ADR number once, and list each ADR in docs/adr/README.md', () => {
    const numbers = files.flatMap((file) => /^docs\/adr\/(\d{4})-/.exec(file)?.[1] ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
    const listed = [...textOf('docs/adr/README.md').matchAll(/^\| \d+ \| \[.+\]\((\d{4})-/gm)];
    expect(listed.map(([, number]) => number)).toEqual([...numbers].sort());
  });

  it('number each ADR in its title, and keep it to 40 lines', () => {
    for (const file of files.filter((one) => /^docs\/adr\/\d/.test(one))) {
      const text = textOf(file);
      expect(text.startsWith(`# ${Number(file.slice(9, 13))}. `), file).toBe(true);
      expect(text.trimEnd().split('\n').length, file).toBeLessThanOrEqual(40);
    }
  });
});

describe('wrongNamesIn', () => {
  const small: Project = {
    files: ['README.md', 'docs/page.md', 'src/domain/delivery.ts', 'test/contract/queue.contract.ts'],
    npmScripts: ['check'],
    commands: ['send', 'keys create'],
    textOf: () => '# A page\n\n## What it says, and `how`\n',
  };
  const wrongIn = (text: string) => wrongNamesIn('docs/page.md', text, small);

  it.each([
    ['a path', '`src/domain/delivery.ts` `src/domain/` `src/domain`'],
    ['a pattern of paths', '`test/contract/*.contract.ts` `src/<folder>/delivery.ts`'],
    ['a file without its folder', '`delivery.ts`'],
    ['a link', '[a](../README.md) [b](page.md#what-it-says-and-how) [c](#a-page) [d](https://example.com/x)'],
    ['an npm script', '`npm run check -- x` and\n\n```sh\nnpm run check\n```\n'],
    ['a command', '`posthorn send order.created` `posthorn keys create shop`'],
    ['anything else in code', '`order.created` `GET /docs/x.js` `posthorn.test`'],
  ])('takes %s', (_, text) => {
    expect(wrongIn(text)).toEqual([]);
  });

  it.each([
    ['a path', '`src/api/delivery.ts`', 'no file src/api/delivery.ts'],
    ['a folder', '`src/api/`', 'no file src/api/'],
    ['the start of a name', '`src/dom`', 'no file src/dom'],
    ['a pattern of paths', '`test/contract/*.test.ts`', 'no file test/contract/*.test.ts'],
    ['a file without its folder', '`deliver.ts`', 'no file deliver.ts'],
    ['a link', '[a](nope.md)', 'no file nope.md'],
    ['a heading', '[a](page.md#nope)', 'no heading page.md#nope'],
    ['an npm script', '`npm run chekc`', 'no npm script chekc'],
    ['an npm script in a block', '```sh\nPORT=1 npm run nope\n```\n', 'no npm script nope'],
    ['a script in a block', '```sh\nnode scripts/nope.ts\n```\n', 'no file scripts/nope.ts'],
    ['a command', '`posthorn sned order.created`', 'no command posthorn sned order.created'],
  ])('reports %s that does not exist', (_, text, reason) => {
    expect(wrongIn(text)).toHaveLength(1);
    expect(wrongIn(text)[0]).toContain(reason);
  });
});
