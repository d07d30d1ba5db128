import { countText, table, usdText } from '../markdown.ts';
import { assumed } from './assumptions.ts';
import type { Counts } from './counts.ts';
import type { PriceList } from './prices.ts';
import { quantitiesOf, scenarioIn, total } from './pricing.ts';
import { times, usdOf } from './quantities.ts';

/** The limits for a delivery at the first attempt, with 1 KiB of payload and all caches warm. */
export interface Budget {
  readonly what: string;
  readonly most: number;
  readonly unit: 'units' | 'usd';
  readonly valueFor: (payload: 'typical' | 'opaque') => number;
}

const MILLION = 1_000_000;

export function budgetsOf(counts: Counts, prices: PriceList): readonly Budget[] {
  const single = (payload: string) => scenarioIn(counts, `single.${payload}`);
  const setting = { apiType: 'http', batch: assumed('fullBatch') } as const;
  return [
    {
      what: 'write units',
      most: 4,
      unit: 'units',
      valueFor: (payload) => total(single(payload), 'writeUnits'),
    },
    {
      what: 'read units: one, consistent, of the delivery, right before its attempt',
      most: 1,
      unit: 'units',
      valueFor: (payload) => total(single(payload), 'readUnits'),
    },
    {
      what: 'a million, on an HTTP API, in full batches',
      most: 5.35,
      unit: 'usd',
      valueFor: (payload) => usdOf(times(MILLION, quantitiesOf(counts, single(payload), setting)), prices),
    },
  ];
}

export function budgetsTable(counts: Counts, prices: PriceList): string {
  return table(
    ['at the first attempt, 1 KiB, caches warm', 'at most', 'typical', 'opaque'],
    budgetsOf(counts, prices).map(({ what, most, unit, valueFor }) => {
      const text = (value: number) => (unit === 'usd' ? usdText(value) : countText(value));
      const judged = (payload: 'typical' | 'opaque') => {
        const value = valueFor(payload);
        return value <= most ? text(value) : `**${text(value)}: missed**`;
      };
      return [what, text(most), judged('typical'), judged('opaque')];
    }),
  );
}
