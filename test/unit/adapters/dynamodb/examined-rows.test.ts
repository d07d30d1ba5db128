import { describe, expect, it } from 'vitest';
import { type ExaminedRow, pageOfExamined } from '../../../../src/adapters/dynamodb/examined-rows.ts';
import type { EventId } from '../../../../src/domain/ids.ts';
import { anEventId } from '../../../support/records.ts';

const START_MS = Date.parse('2026-01-31T09:30:00Z');
const ids = Array.from({ length: 6 }, (_, n) => anEventId(START_MS - n));

/** Capital letters are wanted. Counts how many were taken. */
function rowsOf(letters: string) {
  const rows = { taken: 0, stream };
  async function* stream(): AsyncGenerator<ExaminedRow<string, EventId>> {
    for (const [n, letter] of [...letters].entries()) {
      rows.taken += 1;
      yield { id: ids[n]!, item: letter === letter.toUpperCase() ? letter : undefined };
    }
  }
  return rows;
}

const pageOf = (letters: string, limit: number, rowsExamined: number) =>
  pageOfExamined(rowsOf(letters).stream(), limit, rowsExamined);

describe('a page of the rows that were examined', () => {
  it('is the last one when the rows end', async () => {
    expect(await pageOf('AbC', 5, 100)).toEqual({ items: ['A', 'C'], nextBefore: undefined });
    expect(await pageOf('AbC', 2, 100)).toEqual({ items: ['A', 'C'], nextBefore: undefined });
    expect(await pageOf('AbCd', 2, 100)).toEqual({ items: ['A', 'C'], nextBefore: undefined });
    expect(await pageOf('', 2, 100)).toEqual({ items: [], nextBefore: undefined });
  });

  it('goes on right before the next row that is wanted', async () => {
    expect(await pageOf('ABC', 2, 100)).toEqual({ items: ['A', 'B'], nextBefore: ids[1] });
    expect(await pageOf('ABcdE', 2, 100)).toEqual({ items: ['A', 'B'], nextBefore: ids[3] });
  });

  it('ends after so many rows, wherever that is', async () => {
    expect(await pageOf('AbcD', 5, 2)).toEqual({ items: ['A'], nextBefore: ids[1] });
    expect(await pageOf('abcD', 5, 3)).toEqual({ items: [], nextBefore: ids[2] });
    expect(await pageOf('ABc', 2, 2)).toEqual({ items: ['A', 'B'], nextBefore: ids[1] });
  });

  it('takes no row that it does not need', async () => {
    const rows = rowsOf('ABCDEF');
    await pageOfExamined(rows.stream(), 5, 3);
    expect(rows.taken).toBe(3);
  });
});
