interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  /** Marks the points in which something failed. */
  readonly bad?: readonly number[];
  /** In words for screen readers, for example `420 deliveries in 24 hours, 3 failed`. */
  readonly label: string;
}

const WIDTH = 96;
const HEIGHT = 24;

/** A bar a value; the part that failed is drawn over it in its own color. */
export function Sparkline({ values, bad = [], label }: SparklineProps) {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  const bar = (value: number) => Math.max(value > 0 ? 1.5 : 0, (value / most) * HEIGHT);
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line)" />
      {values.map((value, index) => {
        const shared = { x: index * step, width: Math.max(1, step - 1) };
        const badHeight = Math.min(bar(value), bar(bad[index] ?? 0));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
          <g key={index}>
            <rect {...shared} y={HEIGHT - bar(value)} height={bar(value)} fill="var(--line-strong)" />
            <rect {...shared} y={HEIGHT - badHeight} height={badHeight} fill="var(--bad)" />
          </g>
        );
      })}
    </svg>
  );
}
