/** The wire shape of one page. */
export interface Page<Item> {
  readonly data: readonly Item[];
  readonly next_cursor: string | null;
}

/** A list, read page by page as it is gone through: `for await (const item of list)`. */
export class List<Item> implements AsyncIterable<Item> {
  readonly #read: (cursor: string | undefined) => Promise<Page<Item>>;
  readonly #start: string | undefined;

  /** @param start the cursor of the first page, to go on where another list has stopped */
  constructor(read: (cursor: string | undefined) => Promise<Page<Item>>, start?: string) {
    this.#read = read;
    this.#start = start;
  }

  /** Item by item, to the end; the next page is asked for when the one before is used up. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { data } of this.pages()) yield* data;
  }

  /** Page by page. One may be short, even empty, though more follows. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    let cursor = this.#start;
    do {
      const page = await this.#read(cursor);
      yield page;
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }

  /** The first page only. */
  firstPage(): Promise<Page<Item>> {
    return this.#read(this.#start);
  }

  /** The first so many items, or all that there are. */
  async take(count: number): Promise<Item[]> {
    const items: Item[] = [];
    if (count <= 0) return items;
    for await (const item of this) {
      if (items.push(item) >= count) break;
    }
    return items;
  }
}
