import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CachedSchemas } from '../../../../src/adapters/cache/cached-schemas.ts';
import type { EventType } from '../../../../src/domain/event-type.ts';
import type { TenantId } from '../../../../src/domain/ids.ts';
import { exampleEventType } from '../../../../src/http/event-types/examples.ts';

const { tenantId } = exampleEventType;

/** A catalogue of one entry at most, that counts how often it is asked. */
function catalogue(entry?: EventType) {
  const source = {
    entry,
    reads: 0,
    async find(_tenant: TenantId, name: string) {
      source.reads += 1;
      return source.entry?.name === name ? source.entry : undefined;
    },
  };
  return { source, schemas: new CachedSchemas(source) };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  // The cache measures ages by this clock, and takes a new look at it after a timer of its own.
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the cache of schemas', () => {
  it('reads an entry once, however many ask', async () => {
    const { source, schemas } = catalogue(exampleEventType);
    const checks = await Promise.all(
      Array.from({ length: 10 }, () => schemas.checkOf(tenantId, 'order.created')),
    );
    expect(source.reads).toBe(1);
    expect(new Set(checks).size).toBe(1);
    expect(checks[0]?.({ order: 0 }, 10)).not.toEqual([]);
  });

  it('remembers a missing entry for less than half a minute', async () => {
    const { source, schemas } = catalogue();
    for (let n = 0; n < 5; n += 1) expect(await schemas.checkOf(tenantId, 'order.created')).toBeUndefined();
    expect(source.reads).toBe(1);
    source.entry = exampleEventType;
    vi.advanceTimersByTime(24_000);
    expect(await schemas.checkOf(tenantId, 'order.created')).toBeUndefined();
    vi.advanceTimersByTime(5_000);
    expect(await schemas.checkOf(tenantId, 'order.created')).toBeDefined();
  });

  it('has nothing to check where nothing is enforced', async () => {
    const { schemas } = catalogue({ ...exampleEventType, validation: 'none' });
    expect(await schemas.checkOf(tenantId, 'order.created')).toBeUndefined();
  });

  it('forgets an entry that was changed here, also while it is being read', async () => {
    const { source, schemas } = catalogue(exampleEventType);
    const read = schemas.checkOf(tenantId, 'order.created');
    source.entry = undefined;
    schemas.changed(tenantId, 'order.created');
    await read;
    expect(await schemas.checkOf(tenantId, 'order.created')).toBeUndefined();
  });

  it('tells tenants and names apart', async () => {
    const { source, schemas } = catalogue(exampleEventType);
    await schemas.checkOf(tenantId, 'order.created');
    expect(await schemas.checkOf(tenantId, 'order')).toBeUndefined();
    expect(source.reads).toBe(2);
    await schemas.checkOf('ten_01KERNV2C8J4D6F0G3H5K7M9PQ', 'order.created');
    expect(source.reads).toBe(3);
  });

  it('keeps no more than it has room for', async () => {
    const schema = { ...(exampleEventType.schema as object), description: 'x'.repeat(32_000) };
    let reads = 0;
    const schemas = new CachedSchemas({
      find: async () => {
        reads += 1;
        return { ...exampleEventType, schema };
      },
    });
    for (let n = 0; n < 100; n += 1) await schemas.checkOf(tenantId, `type.${n}`);
    await schemas.checkOf(tenantId, 'type.99');
    expect(reads).toBe(100);
    await schemas.checkOf(tenantId, 'type.0');
    expect(reads).toBe(101);
  });
});
