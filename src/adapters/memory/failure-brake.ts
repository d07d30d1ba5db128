import { LRUCache } from 'lru-cache';
import { authenticationLimits } from '../../domain/limits.ts';
import { admit } from '../../domain/rate-limit.ts';
import { sourceNetwork } from '../../domain/source-network.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { FailureBrake } from '../../ports/rate-limits.ts';
import { entriesAtMost } from '../cache/entries-at-most.ts';

const { failures } = authenticationLimits;
const ADDRESSES_MOST = 10_000;

/** For one process; on AWS each container has its own. Drops the addresses that failed longest ago first. */
export class MemoryFailureBrake implements FailureBrake {
  readonly #clock: Clock;
  readonly #paidUntilMs = new LRUCache<string, number>(entriesAtMost(ADDRESSES_MOST));

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(sourceAddress: string): number {
    const network = sourceNetwork(sourceAddress);
    const { admitted, nextInMs, paidUntilMs } = admit(
      failures,
      this.#paidUntilMs.get(network),
      monotonicMs(this.#clock),
      1,
    );
    this.#paidUntilMs.set(network, paidUntilMs);
    return admitted === 1 ? 0 : Math.max(1, nextInMs);
  }
}
