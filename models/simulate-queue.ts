/**
 * Simulates the delivery queue under SQS's limits while receivers fail, and writes what comes of it: the pictures
 * docs/images/simulation-*.svg and the table of docs/simulation.md. Always the same for the same code.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { plotsOf } from './queue/plots.ts';
import { type Outcomes, tableOf, titleOf } from './queue/report.ts';
import { type ScenarioName, scenarios } from './queue/scenario.ts';
import { simulate } from './queue/simulate.ts';

const IMAGES = new URL('../docs/images/', import.meta.url);
const PAGE = new URL('../docs/simulation.md', import.meta.url);
const TABLE = /(<!-- table -->\n)[\s\S]*?(<!-- end of table -->)/;

const names = Object.keys(scenarios) as ScenarioName[];
const outcomes = Object.fromEntries(
  names.map((name) => {
    console.log(titleOf(name));
    return [name, simulate(scenarios[name])];
  }),
) as Outcomes;

mkdirSync(IMAGES, { recursive: true });
for (const [name, svg] of plotsOf(outcomes)) writeFileSync(new URL(name, IMAGES), svg);
const page = readFileSync(PAGE, 'utf8');
writeFileSync(
  PAGE,
  page.replace(TABLE, (_all, start: string, end: string) => `${start}${tableOf(outcomes)}\n${end}`),
);
