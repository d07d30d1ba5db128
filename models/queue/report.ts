import { lineChart, table } from '../markdown.ts';
import { type ScenarioName, scenarios } from './scenario.ts';
import type { Outcome, Sample } from './simulate.ts';
import { percentile } from './waits.ts';

/** The tables and charts of docs/simulation.md, by the names that their markers have. */

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

/** Receivers that fail at once. */
const failing = ['allFail', 'allFailSqsCount', 'allFailNoParking', 'fewFail'] as const;

export const reportOf = (outcomes: Outcomes): Readonly<Record<string, string>> => ({
  outcomes: outcomesTable(outcomes),
  inFlight: inFlightChart(outcomes),
  places: placesTable(outcomes.allFail),
  waitFailing: waitChart(outcomes, 'receivers fail at once', failing),
  waitFewHang: waitChart(outcomes, '1 % of receivers hang', [
    'fewHang100',
    'fewHang300',
    'fewHang1000',
    'fewHangSlowQueue',
  ]),
  waitAllHang: waitChart(outcomes, 'all receivers but one hang', [
    'allHang',
    'allHang1000',
    'allHangSlowQueue',
  ]),
});

function outcomesTable(outcomes: Outcomes): string {
  const names = Object.keys(scenarios) as ScenarioName[];
  return table(
    [
      '',
      'most in flight',
      'healthy wait, first minute, p50 / p99',
      'later, p50 / p99',
      'retries late, p50 / p99',
    ],
    names.map((name) => rowOf(name, outcomes[name])),
  );
}

/** Waits of the outage's first minute, and of all that follow. */
export function outageWaits(outcome: Outcome): { first: readonly number[]; later: readonly number[] } {
  const minute = outcome.scenario.outageFromMs / 60_000;
  return {
    first: outcome.healthyWaitsMs[minute] ?? [],
    later: outcome.healthyWaitsMs.slice(minute + 1).flat(),
  };
}

function rowOf(name: ScenarioName, outcome: Outcome): string[] {
  const { first, later } = outageWaits(outcome);
  return [
    titles[name],
    outcome.peakInFlight.toLocaleString('en'),
    both(first),
    both(later),
    both(outcome.retryWaitsMs.flat()),
  ];
}

const both = (waitsMs: readonly number[]): string =>
  `${durationText(percentile(waitsMs, 0.5))} / ${durationText(percentile(waitsMs, 0.99))}`;

function durationText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** One point in 15 seconds is enough to see each swing. */
const SECONDS_A_POINT = 15;
const X_TITLE = 'minutes (receivers fail from minute 2 on)';
const MINUTES = scenarios.allFail.durationMs / 60_000;

function inFlightChart(outcomes: Outcomes): string {
  const inFlight = (name: ScenarioName) => [
    titles[name],
    [0, ...everySeconds(outcomes[name], SECONDS_A_POINT).map((sample) => sample.inFlight)],
  ];
  return lineChart({
    title: 'Messages in flight, sleeping ones included',
    x: { title: X_TITLE, from: 0, to: MINUTES },
    yTitle: 'messages',
    lines: {
      ...Object.fromEntries(failing.map(inFlight)),
      'SQS hands out nothing more (120,000)': [120_000, 120_000],
      'promised (60,000)': [60_000, 60_000],
    },
  });
}

/** From a few to a million: a table tells more than a chart, whose axis is linear. */
function placesTable(outcome: Outcome): string {
  return table(
    ['minute', 'parked in the table', 'in flight', 'sent with a delay', 'visible'],
    everySeconds(outcome, 120).map(({ atMs, parked, inFlight, delayed, visible }) =>
      [atMs / 60_000, parked, inFlight, delayed, visible].map((count) => count.toLocaleString('en')),
    ),
  );
}

const everySeconds = ({ samples }: Outcome, seconds: number): readonly Sample[] =>
  samples.filter(({ atMs }) => atMs % (seconds * 1_000) === 0);

/** Each minute's value stands at the minute's middle. */
function waitChart(outcomes: Outcomes, what: string, names: readonly ScenarioName[]): string {
  const seconds = (waitsMs: readonly number[]) =>
    Number(((percentile(waitsMs, 0.99) ?? 0) / 1_000).toFixed(2));
  return lineChart({
    title: `Healthy wait, p99: ${what}`,
    x: { title: X_TITLE, from: 0.5, to: MINUTES - 0.5 },
    yTitle: 'seconds',
    lines: Object.fromEntries(
      names.map((name) => [titles[name], outcomes[name].healthyWaitsMs.map(seconds)]),
    ),
  });
}
