import { describe, expect, it } from 'vitest';
import { type LiveRow, ROWS_MOST, withChanges } from '../../../dashboard/src/pages/live/rows.ts';
import { exampleDelivered } from '../../../src/http/deliveries/examples.ts';
import { deliveryResource } from '../../../src/http/deliveries/output.ts';

const change = (number: number) => ({
  delivery: { ...deliveryResource(exampleDelivered, 72), attempt_count: number },
  attempt: undefined,
});
const numbersOf = (rows: readonly LiveRow[]) => rows.map(({ delivery }) => delivery.attempt_count);

describe('withChanges', () => {
  it('puts the newest change first, and takes a repeated one once', () => {
    const rows = withChanges(withChanges([], [change(1), change(2)]), [change(2), change(3), change(3)]);
    expect(numbersOf(rows)).toEqual([3, 2, 1]);
  });

  it('keeps the latest rows only', () => {
    const changes = Array.from({ length: 10 * ROWS_MOST }, (_, number) => change(number));
    const rows = withChanges([], changes);
    expect(rows).toHaveLength(ROWS_MOST);
    expect(numbersOf(rows).slice(0, 2)).toEqual([10 * ROWS_MOST - 1, 10 * ROWS_MOST - 2]);
  });
});
