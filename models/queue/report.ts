import { type ScenarioName, scenarios } from './scenario.ts';
import type { Outcome } from './simulate.ts';
import { percentile } from './waits.ts';

/** The table of docs/simulation.md. */

export type Outcomes = Readonly<Record<ScenarioName, Outcome>>;

const titles: Readonly<Record<ScenarioName, string>> = {
  fewFail: '1 % fail at once',
  allFail: 'all fail at once',
  allFailSqsCount: 'all fail at once, crowding known from SQS’s count only',
  allFailNoParking: 'all fail at once, every wait by visibility',
  fewHang100: '1 % hang, 100 batches at a time',
  fewHang300: '1 % hang, 300 batches at a time',
  fewHang1000: '1 % hang, 1,000 batches at a time',
  fewHangSlowQueue: '1 % hang, with a second queue (not built)',
  allHang: 'all hang',
  allHang1000: 'all hang, 1,000 batches at a time',
  allHangSlowQueue: 'all hang, with a second queue (not built)',
};

export const titleOf = (name: ScenarioName): string => titles[name];

const COLUMNS =
  '| | most in flight | healthy wait, first minute, p50 / p99 | later, p50 / p99 | retries late, p50 / p99 |\n|---|--:|--:|--:|--:|';

export function tableOf(outcomes: Outcomes): string {
  const names = Object.keys(scenarios) as ScenarioName[];
  return [COLUMNS, ...names.map((name) => rowOf(name, outcomes[name]))].join('\n');
}

/** Waits of the outage's first minute, and of all that follow. */
export function outageWaits(outcome: Outcome): { first: readonly number[]; later: readonly number[] } {
  const minute = outcome.scenario.outageFromMs / 60_000;
  return {
    first: outcome.healthyWaitsMs[minute] ?? [],
    later: outcome.healthyWaitsMs.slice(minute + 1).flat(),
  };
}

function rowOf(name: ScenarioName, outcome: Outcome): string {
  const { first, later } = outageWaits(outcome);
  const cells = [
    titles[name],
    outcome.peakInFlight.toLocaleString('en'),
    both(first),
    both(later),
    both(outcome.retryWaitsMs.flat()),
  ];
  return `| ${cells.join(' | ')} |`;
}

const both = (waitsMs: readonly number[]): string =>
  `${durationText(percentile(waitsMs, 0.5))} / ${durationText(percentile(waitsMs, 0.99))}`;

function durationText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return `${Math.round(ms / 60_000)} min`;
}
