import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { Message } from './message-table.ts';
import type { WakeUps } from './wake-ups.ts';

/**
 * Messages under the queue's own visibility timeout, oldest first: the timeout is the same for all of them, so this is
 * the order in which their leases end.
 */
export class Leases {
  readonly #leased = new Map<number, Message>();
  readonly #clock: Clock;
  readonly #wakeUps: WakeUps;
  readonly #timeoutMs: number;
  readonly #ended: (message: Message) => void;
  #checkIsSet = false;

  /** @param ended gives the message back, and so ends its lease */
  constructor(clock: Clock, wakeUps: WakeUps, timeoutMs: number, ended: (message: Message) => void) {
    this.#clock = clock;
    this.#wakeUps = wakeUps;
    this.#timeoutMs = timeoutMs;
    this.#ended = ended;
  }

  begin(message: Message): void {
    message.state = 'leased';
    message.visibleAtMs = monotonicMs(this.#clock) + this.#timeoutMs;
    this.#leased.set(message.id, message);
  }

  end({ id }: Message): void {
    this.#leased.delete(id);
  }

  /** To be called after leases have begun. */
  setCheck(): void {
    const [oldest] = this.#leased.values();
    if (oldest === undefined || this.#checkIsSet) return;
    this.#checkIsSet = true;
    this.#wakeUps.after(oldest.visibleAtMs - monotonicMs(this.#clock), () => this.#endOldLeases());
  }

  #endOldLeases(): void {
    this.#checkIsSet = false;
    const nowMs = monotonicMs(this.#clock);
    for (const message of [...this.#leased.values()]) {
      if (message.visibleAtMs > nowMs) break;
      this.#ended(message);
    }
    this.setCheck();
  }
}
