import { useMemo } from 'react';
import { count, shortCount } from '../../format/numbers.ts';
import { TimeChart } from '../../ui/time-chart.tsx';
import { useActivity } from './list-stats.ts';

/** The attempts of the last 24 hours. Nothing is shown while there were none. */
export function ActivityChart({ id }: { readonly id: string }) {
  const activity = useActivity()(id);
  const chart = useMemo(() => {
    if (activity === undefined || activity.attemptsCount === 0) return undefined;
    const { times, attempts, failed } = activity;
    return {
      times,
      series: [
        { label: 'Attempts', color: '--calm', values: attempts },
        { label: 'Failed', color: '--bad', values: failed },
      ],
    };
  }, [activity]);
  if (activity === undefined || chart === undefined) return null;
  const { attemptsCount, failedCount } = activity;
  return (
    <TimeChart
      label={`${count(attemptsCount)} attempts in the last 24 hours, ${count(failedCount)} failed`}
      times={chart.times}
      series={chart.series}
      format={shortCount}
    />
  );
}
