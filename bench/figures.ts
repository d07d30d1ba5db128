/** The figures of a scenario, and their targets. */

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  /** One value a run; the median is reported. */
  readonly runs: readonly number[];
}

/** The nearest-rank quantile: always a value that was measured. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? Number.NaN;
}

export const medianOf = ({ runs }: Figure): number => quantile(runs, 0.5);

export const valueText = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 3 : value < 100 ? 1 : 0 });

export function targetText({ target }: Figure): string {
  if (target === undefined) return '–';
  return 'atLeast' in target ? `≥ ${valueText(target.atLeast)}` : `≤ ${valueText(target.atMost)}`;
}

export function verdict(figure: Figure): 'met' | 'missed' | '–' {
  const { target } = figure;
  if (target === undefined) return '–';
  const value = medianOf(figure);
  return ('atLeast' in target ? value >= target.atLeast : value <= target.atMost) ? 'met' : 'missed';
}
