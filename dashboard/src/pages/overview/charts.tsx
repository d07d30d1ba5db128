import { useMemo } from 'react';
import type { Stats } from '../../../../client/src/posthorn.ts';
import { count, shortCount } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';
import { Section } from '../../ui/page.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';

interface ChartsProps {
  readonly stats: Stats;
  /** For example `24 hours`. */
  readonly rangeLabel: string;
}

/** Attempts and times to delivery over the range. */
export function Charts({ stats, rangeLabel }: ChartsProps) {
  const { times, outcomes, waits } = useMemo(() => linesOf(stats), [stats]);
  const totals = stats.series[0]?.totals;
  return (
    <div className="charts">
      <Section title={`Deliveries each ${duration(stats.step_seconds * 1_000)}`}>
        <TimeChart
          label={`Over ${rangeLabel}: ${count(totals?.delivered ?? 0)} delivered, ${count(totals?.failed_attempts ?? 0)} failed attempts, ${count(totals?.exhausted ?? 0)} exhausted.`}
          times={times}
          series={outcomes}
          format={shortCount}
        />
      </Section>
      <Section title="Time to delivery">
        <TimeChart
          label={`Over ${rangeLabel}: half of the deliveries within ${words(totals?.time_to_delivery_ms?.p50)}, 95 % within ${words(totals?.time_to_delivery_ms?.p95)}.`}
          times={times}
          series={waits}
          format={duration}
        />
      </Section>
    </div>
  );
}

const words = (ms: number | undefined): string => (ms === undefined ? 'no time measured' : duration(ms));

function linesOf(stats: Stats) {
  const points = stats.series[0]?.points ?? [];
  return {
    times: points.map(({ at }) => Date.parse(at) / 1_000),
    outcomes: [
      { label: 'Delivered', color: '--good', values: points.map(({ delivered }) => delivered) },
      { label: 'Failed attempts', color: '--warn', values: points.map((point) => point.failed_attempts) },
      { label: 'Exhausted', color: '--bad', values: points.map(({ exhausted }) => exhausted) },
    ],
    waits: [
      {
        label: 'p50',
        color: '--calm',
        values: points.map((point) => point.time_to_delivery_ms?.p50 ?? null),
      },
      {
        label: 'p95',
        color: '--accent',
        values: points.map((point) => point.time_to_delivery_ms?.p95 ?? null),
      },
    ],
  };
}
