import type { PriceList, PriceName } from './prices.ts';

/** The quantities of a bill, in units of price names. */
export type Quantities = Readonly<Partial<Record<PriceName, number>>>;

const entriesOf = (quantities: Quantities) => Object.entries(quantities) as [PriceName, number][];

export function sumOf(...all: readonly Quantities[]): Quantities {
  const sum: Partial<Record<PriceName, number>> = {};
  for (const [name, amount] of all.flatMap(entriesOf)) sum[name] = (sum[name] ?? 0) + amount;
  return sum;
}

export const times = (factor: number, quantities: Quantities): Quantities =>
  Object.fromEntries(entriesOf(quantities).map(([name, amount]) => [name, factor * amount]));

export const minus = (one: Quantities, other: Quantities): Quantities => sumOf(one, times(-1, other));

/** In dollars; of some names only, if they are given. */
export const usdOf = (quantities: Quantities, { prices }: PriceList, only?: readonly PriceName[]): number =>
  entriesOf(quantities)
    .filter(([name]) => only?.includes(name) ?? true)
    .reduce((sum, [name, amount]) => sum + (amount * prices[name].usd) / prices[name].per, 0);
