import { liveAddressKey } from './live-rows.ts';
import type { Table } from './table.ts';

/** How long a change of the address takes to be known everywhere. */
const FRESH_MS = 60_000;

/** The WebSocket URL of the live view, which the stack of the live view records when it is deployed. */
export class DynamoLiveAddress {
  readonly #table: Table;
  readonly #nowMs: () => number;
  #known: { readonly url: string | undefined; readonly readAtMs: number } | undefined;

  constructor(table: Table, nowMs: () => number) {
    this.#table = table;
    this.#nowMs = nowMs;
  }

  /** Undefined: this stage has no live view. */
  async url(): Promise<string | undefined> {
    const nowMs = this.#nowMs();
    if (this.#known?.url === undefined || nowMs - this.#known.readAtMs > FRESH_MS) {
      const row = await this.#table.get(liveAddressKey);
      this.#known = { url: row?.['url'] as string | undefined, readAtMs: nowMs };
    }
    return this.#known.url;
  }

  async record(url: string): Promise<void> {
    await this.#table.put({ ...liveAddressKey, url });
  }

  /** Does nothing if another deployment has recorded another one. */
  async forget(url: string): Promise<void> {
    await this.#table.remove(liveAddressKey, { text: '#url = :url', values: { url } });
  }
}
