import { describe, expect, it } from 'vitest';
import { pageByOneMore } from '../../../src/application/one-more.ts';

const all = [{ id: 'c' }, { id: 'b' }, { id: 'a' }];

const pageOf = (items: typeof all, limit: number) =>
  pageByOneMore({ beforeId: undefined, limit }, async (page) => items.slice(0, page.limit));

describe('a page that asks for one item more', () => {
  it('has a next page, below its last item, when there is one item more', async () => {
    expect(await pageOf(all, 2)).toEqual({ items: all.slice(0, 2), nextBefore: 'b' });
  });

  it('is the last page otherwise', async () => {
    expect(await pageOf(all, 3)).toEqual({ items: all, nextBefore: undefined });
    expect(await pageOf([], 2)).toEqual({ items: [], nextBefore: undefined });
  });

  it('begins where the caller asks', async () => {
    const asked: unknown[] = [];
    await pageByOneMore({ beforeId: 'b', limit: 5 }, async (page) => {
      asked.push(page);
      return [];
    });
    expect(asked).toEqual([{ beforeId: 'b', limit: 6 }]);
  });
});
