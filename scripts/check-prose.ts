import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { commentsIn, countProse, faultsOf, type ProseCounts, proseOfMarkdown, total } from './prose/count.ts';

/**
 * Counts words that make readers translate, in comments and docs, and fails when there are too many.
 * `--list` prints each place, for example `src/domain/event.ts:12: what: …`; `--folders` prints the counts of each folder.
 */

const isChecked = (file: string): boolean =>
  /\.(ts|md)$/.test(file) &&
  !file.includes('/generated/') &&
  !file.startsWith('test/support/json-schema-test-suite/');

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
  .split('\n')
  .filter((file) => isChecked(file) && existsSync(file));

const counted = files.map((file) => {
  const text = readFileSync(file, 'utf8');
  return { file, counts: countProse(file.endsWith('.md') ? proseOfMarkdown(text) : commentsIn(text)) };
});

if (process.argv.includes('--list')) {
  for (const { file, counts } of counted) {
    for (const { line, word, text } of counts.places) console.log(`${file}:${line}: ${word}: ${text}`);
  }
}

const folderOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.startsWith('src/') ? 2 : 1)
    .join('/');

if (process.argv.includes('--folders')) {
  const folders = Map.groupBy(counted, ({ file }) => (file.includes('/') ? folderOf(file) : '(top level)'));
  for (const [folder, of] of folders)
    console.log(`${folder.padEnd(22)} ${line(total(of.map(({ counts }) => counts)))}`);
}

function line({ words, what, absentPeople, examples }: ProseCounts): string {
  const per1000 = (count: number) => ((1_000 * count) / Math.max(1, words)).toFixed(1);
  return (
    `${words} words; in 1,000: "what" ${per1000(what)}, nobody and the like ${per1000(absentPeople)}, ` +
    `"for example" ${per1000(examples)}`
  );
}

/** Apart, so that good docs do not make up for comments. */
const kinds = { docs: /\.md$/, comments: /\.ts$/ };
for (const [kind, pattern] of Object.entries(kinds)) {
  const all = total(counted.filter(({ file }) => pattern.test(file)).map(({ counts }) => counts));
  console.log(`${kind}: ${line(all)}`);
  for (const fault of faultsOf(all)) {
    console.error(`${kind}: ${fault}`);
    process.exitCode = 1;
  }
}
