/** Lists of waits as a person writes them: `5 s, 2 min, 1 h 30 min`. */

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  min: 60,
  m: 60,
  h: 3_600,
  d: 86_400,
};

export type ReadWaits =
  | { readonly ok: true; readonly seconds: readonly number[] }
  | { readonly ok: false; readonly fault: string };

/** Without a unit a number counts seconds. */
export function waitsFromText(text: string): ReadWaits {
  const seconds: number[] = [];
  for (const part of text.split(/[,;\n]/)) {
    const wait = part.trim();
    if (wait === '') continue;
    const read = secondsOf(wait);
    if (read === undefined) {
      return { ok: false, fault: `"${wait}" is not a wait. Write for example: 5 s, 2 min, 1 h 30 min` };
    }
    seconds.push(read);
  }
  return { ok: true, seconds };
}

function secondsOf(wait: string): number | undefined {
  if (/^\d+$/.test(wait)) return Number(wait);
  if (!/^(\d+\s*[a-z]+\s*)+$/i.test(wait)) return undefined;
  let sum = 0;
  for (const [, amount = '', unit = ''] of wait.matchAll(/(\d+)\s*([a-z]+)/gi)) {
    const size = UNITS[unit.toLowerCase()];
    if (size === undefined) return undefined;
    sum += Number(amount) * size;
  }
  return sum;
}

/** The same waits in the largest units that are exact. */
export const textFromWaits = (seconds: readonly number[]): string => seconds.map(exactWait).join(', ');

function exactWait(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const amount = Math.floor(rest / size);
    if (amount > 0) parts.push(`${amount} ${unit}`);
    rest -= amount * size;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}
