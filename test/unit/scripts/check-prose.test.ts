import { describe, expect, it } from 'vitest';
import { commentsIn, countProse, faultsOf, proseOfMarkdown, total } from '../../../scripts/prose/count.ts';

const countsOf = (text: string, repeats = 1) =>
  countProse(Array.from({ length: repeats }, (_, index) => ({ line: index + 1, text })));

describe('counting prose', () => {
  it('finds comments of both kinds with their lines, and no strings or templates', () => {
    const source = [
      "const a = 'what // nobody';",
      '/** First',
      ' * second */',
      `const b = \`\${a} what \${\`/* no comment */\`} {\`; // third`,
    ].join('\n');
    expect(commentsIn(source).map(({ line, text }) => [line, text.replaceAll(/[/*\s]/g, '')])).toEqual([
      [2, 'First'],
      [3, 'second'],
      [4, 'third'],
    ]);
  });

  it('leaves code and links out of a page', () => {
    const page = ['Run `what` now.', '```sh', 'what', '```', 'See [a page](what.md).'].join('\n');
    expect(countProse(proseOfMarkdown(page))).toMatchObject({ what: 0, words: 5 });
  });

  it('counts each word, whatever its case, with its place', () => {
    const counts = countsOf('What nobody needs, for example: somebody.');
    expect(counts).toMatchObject({ words: 6, what: 1, absentPeople: 2, examples: 1 });
    expect(counts.places.map(({ line, word }) => [line, word])).toEqual([
      [1, 'What'],
      [1, 'nobody'],
      [1, 'somebody'],
    ]);
  });

  it('refuses prose above each limit, and takes prose at the limit', () => {
    const plain = countsOf('ten words that say which thing is meant by them', 99);
    const atLimit = [plain, countsOf('what what what what for example nobody for example it')];
    expect(total(atLimit).words).toBe(1_000);
    expect(faultsOf(total(atLimit))).toEqual([]);
    for (const word of ['what', 'whoever'])
      expect(faultsOf(total([...atLimit, countsOf(word)]))).toHaveLength(1);
    expect(faultsOf(total([plain]))).toEqual([expect.stringContaining('"for example" 0 times')]);
  });
});
