import { isLostPosition, type RecordsPage, type StreamApi, type StreamRecord } from './stream-api.ts';

/**
 * Where a reader of the stream stands: for each shard an iterator, which is valid for 15 minutes. An empty text: the
 * shard has ended and is read to its end.
 */
export type StreamPosition = Readonly<Record<string, string>>;

type Take = (records: readonly StreamRecord[]) => Promise<void> | void;

const ENDED = '';

/** Shards that are read at the same time: at most this many pages of 1 MB are in memory. */
const SHARDS_AT_A_TIME = 4;

/** Pages of one shard in one round, so that a busy shard does not hold up the others. */
const PAGES_MOST = 4;

/** DynamoDB closes a shard after about four hours, and splits one that is busy. New shards are looked for this often. */
const LOOK_FOR_SHARDS_MS = 30_000;

/**
 * Reads the table's stream, from all of its shards. A change is read once by each reader; changes of one row come in
 * their order, since a shard is read to its end before its children are.
 */
export class TableStream {
  readonly #api: StreamApi;
  readonly #nowMs: () => number;
  readonly #iterators: Map<string, string>;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #missesPosition = false;

  private constructor(api: StreamApi, nowMs: () => number, position: StreamPosition) {
    this.#api = api;
    this.#nowMs = nowMs;
    this.#iterators = new Map(Object.entries(position));
  }

  /** A reader of all changes from now on. */
  static async fromNow(api: StreamApi, nowMs: () => number): Promise<TableStream> {
    const shards = await api.shards();
    const position: Record<string, string> = {};
    for (const { id, isClosed } of shards) {
      // Ended shards are remembered, so that their records of the last 24 hours are not taken for new ones.
      position[id] = isClosed ? ENDED : await api.iterator(id, 'LATEST');
    }
    const stream = new TableStream(api, nowMs, position);
    stream.#lookedAtMs = nowMs();
    return stream;
  }

  /** A reader that goes on where another one stood, at most 15 minutes ago. */
  static from(api: StreamApi, nowMs: () => number, position: StreamPosition): TableStream {
    return new TableStream(api, nowMs, position);
  }

  position(): StreamPosition {
    return Object.fromEntries(this.#iterators);
  }

  /** Whether changes were lost since the last call: an iterator had expired. */
  takeMissed(): boolean {
    const isMissed = this.#missesPosition;
    this.#missesPosition = false;
    return isMissed;
  }

  /**
   * Passes on what is there by now, page by page. Resolves to whether there was anything.
   * @throws StreamError
   */
  async readOnce(take: Take): Promise<boolean> {
    if (this.#nowMs() - this.#lookedAtMs > LOOK_FOR_SHARDS_MS) await this.#adoptShards();
    const open = [...this.#iterators].filter(([, iterator]) => iterator !== ENDED);
    let any = false;
    let hasEnded = false;
    const work = open.values();
    const readOn = async () => {
      for (const [id] of work) {
        const read = await this.#readShard(id, take);
        any ||= read.any;
        hasEnded ||= read.hasEnded;
      }
    };
    await Promise.all(Array.from({ length: SHARDS_AT_A_TIME }, readOn));
    if (hasEnded) await this.#adoptShards();
    return any;
  }

  async #readShard(id: string, take: Take): Promise<{ any: boolean; hasEnded: boolean }> {
    let any = false;
    for (let pages = 0; pages < PAGES_MOST; pages += 1) {
      const page = await this.#page(id);
      this.#iterators.set(id, page.next ?? ENDED);
      if (page.records.length > 0) {
        any = true;
        await take(page.records);
      }
      if (page.next === undefined) return { any, hasEnded: true };
      if (page.records.length === 0) break;
    }
    return { any, hasEnded: false };
  }

  async #page(id: string): Promise<RecordsPage> {
    try {
      return await this.#api.records(this.#iterators.get(id) ?? ENDED);
    } catch (error) {
      if (!isLostPosition(error)) throw error;
      this.#missesPosition = true;
      return { records: [], next: await this.#api.iterator(id, 'LATEST') };
    }
  }

  /** Shards that are new begin after the last look, or after the end of their parent: they are read from their start. */
  async #adoptShards(): Promise<void> {
    const shards = await this.#api.shards();
    const present = new Set(shards.map(({ id }) => id));
    for (const id of this.#iterators.keys()) if (!present.has(id)) this.#iterators.delete(id);
    for (const { id, parentId } of shards) {
      if (this.#iterators.has(id)) continue;
      const parent = parentId === undefined ? undefined : this.#iterators.get(parentId);
      if (parent !== undefined && parent !== ENDED) continue;
      this.#iterators.set(id, await this.#api.iterator(id, 'TRIM_HORIZON'));
    }
    this.#lookedAtMs = this.#nowMs();
  }
}
