import { type CountedFact, type CounterGroup, MINUTE_MS } from './counters.ts';
import type { CounterSum, StatsDimension, StatsRange } from './stats.ts';

interface Series {
  readonly name: string | null;
  volume: number;
  /** By step and fact. */
  readonly counts: Map<string, { readonly atMs: number; readonly fact: CountedFact; count: number }>;
}

const namedBy: Readonly<Record<StatsDimension, (group: CounterGroup) => string>> = {
  status: ({ answer }) => answer,
  event_type: ({ eventType }) => eventType,
  subscription: ({ subscriptionId }) => subscriptionId,
};

/** The series of a group; `null`: none. */
export const seriesOf = (by: StatsDimension, group: CounterGroup): string | null =>
  namedBy[by](group) || null;

/** Sums up counters by step and series, for stores that cannot do it themselves. */
export class CounterSums {
  readonly #range: StatsRange;
  readonly #by: StatsDimension | undefined;
  readonly #series = new Map<string | null, Series>();

  constructor(range: StatsRange, by: StatsDimension | undefined) {
    this.#range = range;
    this.#by = by;
  }

  add(group: CounterGroup, fact: CountedFact, n: number): void {
    const name = this.#by === undefined ? null : seriesOf(this.#by, group);
    const series = this.#series.get(name) ?? { name, volume: 0, counts: new Map() };
    this.#series.set(name, series);
    series.volume += n;
    const { fromMs, stepMs } = this.#range;
    const step = Math.floor((group.minute * MINUTE_MS - fromMs) / stepMs);
    const key = `${step} ${fact}`;
    const found = series.counts.get(key);
    if (found === undefined) series.counts.set(key, { atMs: fromMs + step * stepMs, fact, count: n });
    else found.count += n;
  }

  /** @param seriesMost named series that are kept apart; the smaller ones are summed up */
  sums(seriesMost: number): readonly CounterSum[] {
    const named = [...this.#series.values()]
      .filter(({ name }) => name !== null)
      .sort((one, other) => other.volume - one.volume || ((one.name ?? '') < (other.name ?? '') ? -1 : 1));
    const others = new Set(named.slice(seriesMost));
    return [...this.#series.values()].flatMap((series) => {
      const isOther = others.has(series);
      return [...series.counts.values()].map((sum) => ({
        ...sum,
        series: isOther ? null : series.name,
        isOther,
      }));
    });
  }
}
