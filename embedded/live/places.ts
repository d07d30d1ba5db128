import { liveLimits } from '../../src/domain/limits.ts';
import type { LiveRights } from '../../src/domain/live/ticket.ts';

/** Counts live connections: in all, of each tenant, and of the portal tokens of each receiver. */
export class Places {
  readonly #taken = new Map<string, number>();

  get isFull(): boolean {
    return this.#countOf(ALL) >= liveLimits.connections;
  }

  /** Returns a function that gives the place back; undefined if there is none. */
  take({ tenantId, receiverId }: LiveRights): (() => void) | undefined {
    const wanted = [
      { name: ALL, most: liveLimits.connections },
      { name: tenantId, most: liveLimits.connectionsPerTenant },
      ...(receiverId === undefined
        ? []
        : [{ name: `${tenantId} ${receiverId}`, most: liveLimits.connectionsPerReceiver }]),
    ];
    if (wanted.some(({ name, most }) => this.#countOf(name) >= most)) return undefined;
    for (const { name } of wanted) this.#taken.set(name, this.#countOf(name) + 1);
    return () => {
      for (const { name } of wanted) this.#give(name);
    };
  }

  #give(name: string): void {
    const left = this.#countOf(name) - 1;
    if (left > 0) this.#taken.set(name, left);
    else this.#taken.delete(name);
  }

  #countOf(name: string): number {
    return this.#taken.get(name) ?? 0;
  }
}

/** No tenant id is empty. */
const ALL = '';
