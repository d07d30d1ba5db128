/**
 * `npm run simulate`: simulates the delivery queue under SQS's limits while receivers fail, and writes the tables and
 * charts of docs/simulation.md. The same code always writes the same page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withParts } from './markdown.ts';
import { type Outcomes, reportOf, titleOf } from './queue/report.ts';
import { type ScenarioName, scenarios } from './queue/scenario.ts';
import { simulate } from './queue/simulate.ts';

const PAGE = new URL('../docs/simulation.md', import.meta.url);

const names = Object.keys(scenarios) as ScenarioName[];
const outcomes = Object.fromEntries(
  names.map((name) => {
    console.log(titleOf(name));
    return [name, simulate(scenarios[name])];
  }),
) as Outcomes;
writeFileSync(PAGE, withParts(readFileSync(PAGE, 'utf8'), reportOf(outcomes)));
