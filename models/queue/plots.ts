import { type Line, lineChart } from './line-chart.ts';
import { type Outcomes, titleOf } from './report.ts';
import type { ScenarioName } from './scenario.ts';
import type { Outcome, Sample } from './simulate.ts';
import { percentile } from './waits.ts';

/** One point in five seconds is enough for the eye. */
const SECONDS_A_POINT = 5;
/** Receivers that fail at once. */
const failing = ['allFail', 'allFailSqsCount', 'allFailNoParking', 'fewFail'] as const;
const X_TITLE = 'minutes; receivers fail from minute 2 on';

/** The pictures of docs/simulation.md, by file name. */
export function plotsOf(outcomes: Outcomes): ReadonlyMap<string, string> {
  const inFlight = (name: ScenarioName) =>
    seriesOf(titleOf(name), outcomes[name], (sample) => sample.inFlight);
  const waits = (name: ScenarioName) => waitsOf(titleOf(name), outcomes[name]);
  return new Map([
    [
      'simulation-in-flight.svg',
      lineChart({
        title: 'Messages in flight, sleeping ones included',
        xTitle: X_TITLE,
        yTitle: 'messages',
        lines: failing.map(inFlight),
        limits: [
          { name: 'SQS hands out nothing more', y: 120_000 },
          { name: 'promised', y: 60_000 },
        ],
      }),
    ],
    [
      'simulation-where-deliveries-wait.svg',
      lineChart({
        title: 'Where deliveries wait while all receivers fail at once',
        xTitle: X_TITLE,
        yTitle: 'deliveries',
        logarithmicFrom: 10,
        lines: [
          seriesOf('parked in the table', outcomes.allFail, (sample) => sample.parked),
          seriesOf('in flight', outcomes.allFail, (sample) => sample.inFlight),
          seriesOf('sent with a delay', outcomes.allFail, (sample) => sample.delayed),
          seriesOf('visible', outcomes.allFail, (sample) => sample.visible),
        ],
      }),
    ],
    ['simulation-wait-failing.svg', waitChart('receivers fail at once', failing, waits)],
    [
      'simulation-wait-few-hang.svg',
      waitChart(
        '1 % of receivers hang for 10 s',
        ['fewHang100', 'fewHang300', 'fewHang1000', 'fewHangSlowQueue'],
        waits,
      ),
    ],
    [
      'simulation-wait-all-hang.svg',
      waitChart('all receivers but one hang for 10 s', ['allHang', 'allHang1000', 'allHangSlowQueue'], waits),
    ],
  ]);
}

function waitChart(
  what: string,
  names: readonly ScenarioName[],
  waits: (name: ScenarioName) => Line,
): string {
  return lineChart({
    title: `Healthy subscriptions’ wait (p99 a minute), ${what}`,
    xTitle: X_TITLE,
    yTitle: 'accepted to received',
    logarithmicFrom: 10,
    yText: secondsText,
    lines: names.map(waits),
  });
}

const secondsText = (ms: number): string =>
  ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toLocaleString('en')} s`;

function seriesOf(name: string, outcome: Outcome, of: (sample: Sample) => number): Line {
  const samples = outcome.samples.filter((_, index) => index % SECONDS_A_POINT === 0);
  return { name, points: samples.map((sample) => ({ x: sample.atMs / 60_000, y: of(sample) })) };
}

/** Each minute's value stands at the minute's middle. */
function waitsOf(name: string, outcome: Outcome): Line {
  const points = outcome.healthyWaitsMs.map((waitsMs, minute) => ({
    x: minute + 0.5,
    y: percentile(waitsMs, 0.99) ?? 0,
  }));
  return { name, points };
}
