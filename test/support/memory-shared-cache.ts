import type { SubscriptionId } from '../../src/domain/ids.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { SharedSubscriptionCache } from '../../src/ports/caches.ts';

/** A shared cache that never forgets, records its calls, and can be made to wait or to fail. */
export class MemorySharedCache implements SharedSubscriptionCache {
  readonly cached = new Map<SubscriptionId, { version: number; entry: Subscription | 'absent' }>();
  readonly asked: string[] = [];
  /** Puts and removals wait for this. */
  gate: Promise<void> = Promise.resolve();
  fault: Error | undefined;

  async get(id: SubscriptionId): Promise<Subscription | 'absent' | undefined> {
    this.#ask('get');
    return this.cached.get(id)?.entry;
  }

  async putIfNewer(id: SubscriptionId, entry: Subscription | 'absent'): Promise<void> {
    this.#ask('put');
    await this.gate;
    this.#put(id, entry === 'absent' ? 0 : entry.version, entry);
  }

  async remove({ id, version }: Subscription): Promise<void> {
    this.#ask('remove');
    await this.gate;
    this.#put(id, version + 1, 'absent');
  }

  #put(id: SubscriptionId, version: number, entry: Subscription | 'absent'): void {
    if ((this.cached.get(id)?.version ?? 0) <= version) this.cached.set(id, { version, entry });
  }

  #ask(what: string): void {
    this.asked.push(what);
    if (this.fault !== undefined) throw this.fault;
  }
}
