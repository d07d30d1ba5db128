import type { Calendar } from './calendar.ts';

/** Of its last 20 attempts, two took more than 2 s: the 95th percentile does. Known everywhere 5 s later. */
const slow = { attempts: 20, slowAttempts: 2, fromMs: 2_000, knownAfterMs: 5_000 } as const;

/** Which subscriptions are slow, as the deliver functions would find out and tell each other. */
export class SlowSubscriptions {
  readonly #calendar: Calendar;
  readonly #recent: readonly boolean[][];
  readonly #known = new Set<number>();

  constructor(calendar: Calendar, subscriptions: number) {
    this.#calendar = calendar;
    this.#recent = Array.from({ length: subscriptions }, () => []);
  }

  has(subscription: number): boolean {
    return this.#known.has(subscription);
  }

  noteAttempt(subscription: number, durationMs: number): void {
    const recent = this.#recent[subscription] ?? [];
    recent.push(durationMs > slow.fromMs);
    if (recent.length > slow.attempts) recent.shift();
    const isSlow = recent.filter(Boolean).length >= slow.slowAttempts;
    if (isSlow === this.#known.has(subscription)) return;
    this.#calendar.after(slow.knownAfterMs, () => {
      if (isSlow) this.#known.add(subscription);
      else this.#known.delete(subscription);
    });
  }
}
