import { readFileSync, writeFileSync } from 'node:fs';
import { committedCounts } from './cost/counts.ts';
import { PAGE_FILE, pageOf } from './cost/page.ts';
import { committedPrices } from './cost/prices.ts';

/** `npm run cost`: writes the tables of docs/cost.md, from the counts (`npm run count-costs`) and AWS's prices. */

writeFileSync(PAGE_FILE, pageOf(readFileSync(PAGE_FILE, 'utf8'), committedCounts(), committedPrices()));
