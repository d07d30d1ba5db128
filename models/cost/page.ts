import { withParts } from '../markdown.ts';
import type { Counts } from './counts.ts';
import { priceTables } from './price-tables.ts';
import type { PriceList } from './prices.ts';
import { sourceTables } from './source-tables.ts';

export const PAGE_FILE = new URL('../../docs/cost.md', import.meta.url);

/** docs/cost.md with its tables as they follow from counts and prices. */
export const pageOf = (page: string, counts: Counts, prices: PriceList): string =>
  withParts(page, { ...priceTables(counts, prices), ...sourceTables(counts, prices) });
