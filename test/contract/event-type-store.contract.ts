import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedEventType, type EventType } from '../../src/domain/event-type.ts';
import { eventTypeLimits } from '../../src/domain/limits.ts';
import { aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

const anEventType = (about: Partial<EventType> = {}): EventType => ({
  tenantId: aTenantId(),
  name: 'order.created',
  description: 'für “alle”',
  schema: JSON.parse('{"properties":{"b":{"enum":[null,""]},"a":true,"__proto__":{}},"not":false}'),
  example: { b: [null, 1.5, ''], a: {} },
  validation: 'enforce',
  madeBy: '01KC2XHQ5B9V7N3M8R4T6Y0W1Z',
  version: 1,
  createdAtMs: 1_800_000_000_000,
  updatedAtMs: 1_800_000_000_000,
  ...about,
});

export function describeEventTypeStoreContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const find = ({ tenantId, name }: EventType) => harness.eventTypes.find(tenantId, name);

  describe(`EventTypeStore, ${family}`, () => {
    it('keeps one with all that it has, the order of members included', async () => {
      const eventType = anEventType();
      expect(await harness.eventTypes.add(eventType)).toBe('added');
      expect(await find(eventType)).toEqual(eventType);
      expect(JSON.stringify((await find(eventType))?.schema)).toBe(JSON.stringify(eventType.schema));
    });

    it('keeps one that has little', async () => {
      const eventType = anEventType({ description: null, schema: null, example: null, validation: 'none' });
      await harness.eventTypes.add(eventType);
      expect(await find(eventType)).toEqual(eventType);
      const open = anEventType({ schema: true, example: 0 });
      await harness.eventTypes.add(open);
      expect(await find(open)).toEqual(open);
    });

    it('finds, lists, changes and removes one of any name', async () => {
      const names = ['a#b', '#', '~', '~~z', 'a/b', 'a%2Fb', 'urn:x:y?z=1;#f', 'two words', '"\'\\'];
      const tenantId = aTenantId();
      const all = names.toSorted().map((name) => anEventType({ tenantId, name }));
      for (const eventType of all) expect(await harness.eventTypes.add(eventType)).toBe('added');
      expect(await harness.eventTypes.list(tenantId, { afterName: undefined, limit: 50 })).toEqual(all);
      for (const [n, eventType] of all.entries()) {
        const page = { afterName: eventType.name, limit: 1 };
        expect(await harness.eventTypes.list(tenantId, page)).toEqual(all.slice(n + 1, n + 2));
        const changed = changedEventType(eventType, { description: eventType.name }, 1_800_000_000_001);
        expect(await harness.eventTypes.replace(changed)).toBe('replaced');
        expect(await find(eventType)).toEqual(changed);
      }
      for (const { name } of all) expect(await harness.eventTypes.remove(tenantId, name)).toBe(true);
      expect(await harness.eventTypes.list(tenantId, { afterName: undefined, limit: 50 })).toEqual([]);
    });

    it('keeps one of a name only, and lets one of many simultaneous calls be the first', async () => {
      const eventType = anEventType();
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => harness.eventTypes.add(eventType)));
      expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(1);
      expect(await harness.eventTypes.add({ ...eventType, description: 'another' })).toBe('exists');
      expect((await find(eventType))?.description).toBe(eventType.description);
    });

    it('tells tenants apart', async () => {
      const ours = anEventType();
      await harness.eventTypes.add(ours);
      const theirs = anEventType({ description: 'theirs' });
      expect(await find(theirs)).toBeUndefined();
      expect(await harness.eventTypes.remove(theirs.tenantId, theirs.name)).toBe(false);
      expect(await harness.eventTypes.add(theirs)).toBe('added');
      expect(await find(ours)).toEqual(ours);
      const page = { afterName: undefined, limit: 5 };
      expect(await harness.eventTypes.list(ours.tenantId, page)).toEqual([ours]);
    });

    it('replaces one, if it has the version that the change was made from', async () => {
      const eventType = anEventType();
      await harness.eventTypes.add(eventType);
      const settings = { description: null, schema: null, example: null, validation: 'none' } as const;
      const changed = changedEventType(eventType, settings, 1_800_000_000_500);
      expect(await harness.eventTypes.replace(changed)).toBe('replaced');
      expect(await find(eventType)).toEqual(changed);
      expect(await harness.eventTypes.replace({ ...changed, description: 'late' })).toBe('conflict');
      expect(await find(eventType)).toEqual(changed);
    });

    it('does not bring back one that is gone', async () => {
      const eventType = anEventType();
      await harness.eventTypes.add(eventType);
      expect(await harness.eventTypes.remove(eventType.tenantId, eventType.name)).toBe(true);
      expect(await find(eventType)).toBeUndefined();
      expect(await harness.eventTypes.remove(eventType.tenantId, eventType.name)).toBe(false);
      expect(await harness.eventTypes.replace({ ...eventType, version: 2 })).toBe('conflict');
      expect(await find(eventType)).toBeUndefined();
      expect(await harness.eventTypes.list(eventType.tenantId, { afterName: undefined, limit: 5 })).toEqual(
        [],
      );
    });

    it('lists a catalogue in the order of names, page by page', async () => {
      const tenantId = aTenantId();
      const names = ['A', 'a', 'a-b', 'a.b', 'a.b.c', 'a_b', 'ab'].toSorted();
      for (const name of names.toReversed()) await harness.eventTypes.add(anEventType({ tenantId, name }));
      const page = async (afterName: string | undefined, limit: number) =>
        (await harness.eventTypes.list(tenantId, { afterName, limit })).map(({ name }) => name);
      expect(await page(undefined, 50)).toEqual(names);
      expect(await page(undefined, 3)).toEqual(names.slice(0, 3));
      expect(await page('a.b', 50)).toEqual(names.slice(names.indexOf('a.b') + 1));
      expect(await page('ab', 50)).toEqual([]);
    });

    it('takes the longest ones, and more of them than DynamoDB reads at once', async () => {
      const tenantId = aTenantId();
      const example = 'x'.repeat(eventTypeLimits.exampleCharacters - 2);
      const names = Array.from({ length: 60 }, (_, n) => String(n).padStart(128, 'x'));
      const added = names.map((name) =>
        harness.eventTypes.add(anEventType({ tenantId, name, example, schema: { title: example } })),
      );
      expect(new Set(await Promise.all(added))).toEqual(new Set(['added']));
      const found = await harness.eventTypes.list(tenantId, { afterName: undefined, limit: 251 });
      expect(found.map(({ name }) => name)).toEqual(names.toSorted());
    });
  });
}
