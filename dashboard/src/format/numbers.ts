/** Numbers as a reader reads them. */

const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

export const count = (value: number): string => whole.format(value);
/** `12K`, `1.3M` */
export const shortCount = (value: number): string =>
  value < 10_000 ? whole.format(value) : short.format(value);

/** `98.6 %`; never 100 % while something failed. */
export function percent(part: number, all: number): string {
  if (all === 0) return '–';
  const exact = (100 * part) / all;
  const rounded = Number(exact.toFixed(1));
  return `${rounded === 100 && part < all ? 99.9 : rounded} %`;
}

/** `512 B`, `1.5 KiB`, `2 MiB` */
export function bytes(size: number): string {
  if (size < 1_024) return `${size} B`;
  const units = ['KiB', 'MiB', 'GiB'] as const;
  const power = Math.min(units.length, Math.floor(Math.log(size) / Math.log(1_024)));
  return `${Number((size / 1_024 ** power).toFixed(1))} ${units[power - 1] ?? 'GiB'}`;
}
