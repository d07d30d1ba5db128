import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Figure } from './figures.ts';
import { neighbour, unloaded } from './latency.ts';
import { liveWatchers } from './live.ts';
import { killed, startAndIdle } from './process-life.ts';
import { circumstances, keep, tableOf } from './report.ts';
import type { ServiceSettings } from './service-process.ts';
import { spread } from './spread.ts';
import { fanOut, ingestAlone, oneSubscription } from './throughput.ts';

/**
 * `npm run bench`: all scenarios, recorded. `npm run bench -- delivered latency`: only these, printed.
 * `--service <folder>` measures another copy of the project; `--profile <folder>` has the service write CPU profiles.
 */

const scenarios: Readonly<Record<string, (settings: ServiceSettings) => Promise<readonly Figure[]>>> = {
  start: startAndIdle,
  ingest: ingestAlone,
  delivered: oneSubscription,
  'fan-out': fanOut,
  spread,
  latency: unloaded,
  neighbour,
  live: liveWatchers,
  kill: killed,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { service: { type: 'string' }, profile: { type: 'string' } },
});

const settings: ServiceSettings = {
  folder: values.service ?? fileURLToPath(new URL('..', import.meta.url)),
  nodeArguments: values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`],
};

const chosen = positionals.length > 0 ? positionals : Object.keys(scenarios);
const measuredUnder = circumstances(settings.folder);
const figures: Figure[] = [];
for (const name of chosen) {
  const measure = scenarios[name];
  if (measure === undefined)
    throw new Error(`no scenario ${name}: there are ${Object.keys(scenarios).join(', ')}`);
  process.stderr.write(`${name} …\n`);
  figures.push(...(await measure(settings)));
}

process.stdout.write(`${tableOf(figures)}\n`);
const isWhole = positionals.length === 0 && values.service === undefined && values.profile === undefined;
if (isWhole) process.stdout.write(`kept in bench/results/${keep(figures, measuredUnder)}\n`);
