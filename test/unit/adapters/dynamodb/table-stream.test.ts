import { describe, expect, it } from 'vitest';
import {
  type Shard,
  type StreamApi,
  StreamError,
  type StreamRecord,
} from '../../../../src/adapters/dynamodb/stream-api.ts';
import { TableStream } from '../../../../src/adapters/dynamodb/table-stream.ts';

const named = (name: string): StreamRecord => ({ before: undefined, after: { PK: { S: name } } });

/** A stream whose shards are lists of records. An iterator is `<shard>:<position>`. */
class FakeStream implements StreamApi {
  readonly #shards = new Map<
    string,
    { parentId: string | undefined; isClosed: boolean; records: StreamRecord[] }
  >();
  readonly expired = new Set<string>();
  describes = 0;
  reads = 0;

  open(id: string, parentId?: string): void {
    this.#shards.set(id, { parentId, isClosed: false, records: [] });
  }

  write(id: string, ...names: readonly string[]): void {
    this.#shards.get(id)?.records.push(...names.map(named));
  }

  end(id: string): void {
    const shard = this.#shards.get(id);
    if (shard !== undefined) shard.isClosed = true;
  }

  async shards(): Promise<readonly Shard[]> {
    this.describes += 1;
    return [...this.#shards].map(([id, { parentId, isClosed }]) => ({ id, parentId, isClosed }));
  }

  async iterator(id: string, at: 'TRIM_HORIZON' | 'LATEST'): Promise<string> {
    return `${id}:${at === 'LATEST' ? (this.#shards.get(id)?.records.length ?? 0) : 0}`;
  }

  async records(iterator: string) {
    this.reads += 1;
    if (this.expired.has(iterator)) throw new StreamError('GetRecords', 'ExpiredIteratorException');
    const [id = '', position = ''] = iterator.split(':');
    const shard = this.#shards.get(id);
    const from = Number(position);
    const records = shard?.records.slice(from, from + 2) ?? [];
    const end = from + records.length;
    const isOver = shard?.isClosed === true && end >= shard.records.length;
    return { records, next: isOver ? undefined : `${id}:${end}` };
  }
}

const LOOK_AGAIN_MS = 31_000;

describe('the reader of the stream', () => {
  const read = async (stream: TableStream): Promise<string[]> => {
    const found: string[] = [];
    await stream.readOnce((records) => {
      found.push(...records.map(({ after }) => after?.['PK']?.S ?? ''));
    });
    return found;
  };

  it('reads what is written from now on, of all shards', async () => {
    const api = new FakeStream();
    api.open('one');
    api.open('two');
    api.write('one', 'before');
    const stream = await TableStream.fromNow(api, () => 0);
    expect(await read(stream)).toEqual([]);
    api.write('one', 'a', 'b', 'c');
    api.write('two', 'd');
    expect((await read(stream)).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(await read(stream)).toEqual([]);
  });

  it('goes on in the children of a shard that has ended, after its last record', async () => {
    const api = new FakeStream();
    api.open('parent');
    const stream = await TableStream.fromNow(api, () => 0);
    api.write('parent', 'a');
    api.end('parent');
    api.open('left', 'parent');
    api.open('right', 'parent');
    api.write('left', 'b');
    api.write('right', 'c');
    expect(await read(stream)).toEqual(['a']);
    expect((await read(stream)).sort()).toEqual(['b', 'c']);
    api.write('right', 'd');
    expect(await read(stream)).toEqual(['d']);
  });

  it('does not take ended shards of the last day for new ones', async () => {
    const api = new FakeStream();
    api.open('old');
    api.write('old', 'yesterday');
    api.end('old');
    api.open('now', 'old');
    let nowMs = 0;
    const stream = await TableStream.fromNow(api, () => nowMs);
    nowMs = LOOK_AGAIN_MS;
    expect(await read(stream)).toEqual([]);
    expect(api.describes).toBe(2);
  });

  it('reads a shard that appears from its start', async () => {
    const api = new FakeStream();
    api.open('one');
    let nowMs = 0;
    const stream = await TableStream.fromNow(api, () => nowMs);
    api.open('new');
    api.write('new', 'a');
    nowMs = LOOK_AGAIN_MS;
    expect(await read(stream)).toEqual(['a']);
  });

  it('goes on where another reader stood', async () => {
    const api = new FakeStream();
    api.open('one');
    const first = await TableStream.fromNow(api, () => 0);
    api.write('one', 'a');
    await read(first);
    const position = first.position();
    api.write('one', 'b');
    await read(first);
    const second = TableStream.from(api, () => 0, position);
    expect(await read(second)).toEqual(['b']);
  });

  it('tells that changes are missing when its position has expired', async () => {
    const api = new FakeStream();
    api.open('one');
    const stream = await TableStream.fromNow(api, () => 0);
    api.write('one', 'lost');
    api.expired.add('one:0');
    expect(await read(stream)).toEqual([]);
    expect(stream.takeMissed()).toBe(true);
    expect(stream.takeMissed()).toBe(false);
    api.write('one', 'a');
    expect(await read(stream)).toEqual(['a']);
  });

  it('reads at most four pages of a busy shard in a round', async () => {
    const api = new FakeStream();
    api.open('busy');
    const stream = await TableStream.fromNow(api, () => 0);
    api.write('busy', ...Array.from({ length: 20 }, (_, index) => `${index}`));
    expect(await read(stream)).toHaveLength(8);
    expect(api.reads).toBe(4);
  });
});
