import { useEffect, useId, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './time-chart.css';

interface ChartSeries {
  readonly label: string;
  /** A CSS variable, for example `--good`. */
  readonly color: string;
  /** One value for each time; null: nothing was measured. */
  readonly values: readonly (number | null)[];
}

interface TimeChartProps {
  /** In words, for screen readers: what it shows, and its main figures. */
  readonly label: string;
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly format?: (value: number) => string;
}

const HEIGHT_PX = 220;

/** Lines over time. Its data is also in a table, which screen readers read and the page hides. */
export function TimeChart({ label, times, series, format = String }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const captionId = useId();
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const plot = new uPlot(optionsFor(element, series, format), dataOf(times, series), element);
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT_PX }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [times, series, format]);
  return (
    <figure className="time-chart" aria-labelledby={captionId}>
      <figcaption id={captionId} className="visually-hidden">
        {label}
      </figcaption>
      <div ref={host} aria-hidden="true" className="time-chart-plot" />
    </figure>
  );
}

const dataOf = (times: readonly number[], series: readonly ChartSeries[]): uPlot.AlignedData => [
  [...times],
  ...series.map(({ values }) => [...values]),
];

function optionsFor(
  element: HTMLElement,
  series: readonly ChartSeries[],
  format: (value: number) => string,
): uPlot.Options {
  const style = getComputedStyle(element);
  const resolve = (name: string) => resolvedColor(element, name);
  const axis = {
    stroke: resolve('--ink-soft'),
    grid: { stroke: resolve('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth || 600,
    height: HEIGHT_PX,
    legend: { live: true },
    cursor: { points: { size: 6 } },
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
    axes: [
      { ...axis, font: `12px ${style.fontFamily}`, values: (_, ticks) => ticks.map(timeLabel) },
      {
        ...axis,
        font: `12px ${style.fontFamily}`,
        size: 60,
        values: (_, ticks) => ticks.map(format),
        incrs: STEPS,
      },
    ],
    series: [
      {},
      ...series.map(({ label, color }) => ({
        label,
        stroke: resolve(color),
        width: 2,
        value: (_: uPlot, value: number | null) => (value === null ? '–' : format(value)),
      })),
    ],
  };
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short' });

/** The day is named only where it changes. */
function timeLabel(seconds: number, index: number): string {
  const at = new Date(seconds * 1_000);
  const startsDay = at.getHours() === 0 && at.getMinutes() === 0;
  return (startsDay && index > 0 ? day : clock).format(at);
}

/** Whole numbers only: 1, 2, 5, 10, … */
const STEPS = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/** A canvas does not understand `light-dark()` in a variable: the browser computes it on an element. */
function resolvedColor(element: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
