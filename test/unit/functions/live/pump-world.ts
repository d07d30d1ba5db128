import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pump, type PumpNeeds } from '../../../../functions/live/pump.ts';
import { pinoLog } from '../../../../src/adapters/pino/log.ts';
import type { ApiKey } from '../../../../src/domain/api-key.ts';
import type { Delivery } from '../../../../src/domain/delivery.ts';
import type { ApiKeyId, TenantId } from '../../../../src/domain/ids.ts';
import type { LiveChange, LiveFilter } from '../../../../src/domain/live/filter.ts';
import type { LiveRights } from '../../../../src/domain/live/ticket.ts';
import {
  FakeChanges,
  FakeConnections,
  FakeLease,
  FakeMarks,
  FakePosts,
  FakeStarter,
} from '../../../support/fake-live.ts';
import { aDelivery, anApiKey, anEvent, aSuccess, aTenantId } from '../../../support/records.ts';

export const START_MS = Date.parse('2026-01-31T12:00:00Z');
const LONGEST_RUN_MS = 3_600_000;

/** A pump over fakes. Time passes only while the pump pauses. */
export class PumpWorld {
  readonly changes = new FakeChanges();
  readonly marks = new FakeMarks();
  readonly connections = new FakeConnections();
  readonly lease = new FakeLease();
  readonly posts = new FakePosts();
  readonly starter = new FakeStarter();
  readonly tenantId: TenantId = aTenantId();
  readonly keys = new Map<string, ApiKey>();
  readonly receivers = new Map<string, string | null>();
  portalVersion = 0;
  nowMs = START_MS;
  timeLeftMs = LONGEST_RUN_MS;

  /** Runs a pump. Before each of its pauses, `step` may do something; `stop` makes it leave off. */
  async run(
    step: (round: number, stop: () => void) => void | Promise<void>,
    handover?: Parameters<Pump['run']>[0],
  ) {
    let round = 0;
    const stop = () => {
      this.timeLeftMs = 0;
    };
    const needs: PumpNeeds = {
      connections: this.connections,
      lease: this.lease,
      stream: this.changes,
      marks: this.marks,
      posts: this.posts,
      starter: this.starter,
      receivers: { receiverOf: async (_, id) => this.receivers.get(id) },
      apiKeys: {
        findById: async (_: TenantId, id: ApiKeyId) => this.keys.get(id),
        findByHash: async () => undefined,
        removed: () => {},
      },
      portalVersions: { versionOf: async () => this.portalVersion, raise: async () => 0 },
      clock: { nowMs: () => this.nowMs },
      randomness: {
        ulid: () => `owner-${this.nowMs}`,
        fraction: () => 0,
        bytes: (count) => new Uint8Array(count),
      },
      retentionHours: 72,
      log: pinoLog('silent', { write: () => {} }),
      pause: async (ms) => {
        for (let turns = 0; turns < 20; turns += 1) await nextTurn();
        this.nowMs += ms;
        round += 1;
        await step(round, stop);
      },
    };
    return new Pump(needs).run(handover, (ms) => this.timeLeftMs > ms);
  }

  aKey(about: Partial<ApiKey> = {}): ApiKey {
    const key = anApiKey({ tenantId: this.tenantId, ...about });
    this.keys.set(key.id, key);
    return key;
  }

  rightsOf(key: ApiKey, about: Partial<LiveRights> = {}): LiveRights {
    return {
      tenantId: key.tenantId,
      receiverId: undefined,
      keyId: key.id,
      tokenVersion: null,
      expiresAtMs: null,
      ...about,
    };
  }

  /** A connection that has sent `watch`. */
  async watch(
    id: string,
    {
      rights = this.rightsOf(this.aKey()),
      filter = {},
      sinceMs,
    }: {
      rights?: LiveRights;
      filter?: LiveFilter;
      sinceMs?: number;
    } = {},
  ): Promise<void> {
    if (!this.connections.rows.has(id)) await this.connections.open(id, { rights, filter: {} });
    await this.connections.watch(id, { filter, sinceMs });
  }

  /** A delivery of the tenant is delivered now. */
  deliver(about: Partial<Delivery> = {}): LiveChange {
    const made = aDelivery(anEvent({ tenantId: this.tenantId, createdAtMs: this.nowMs }));
    const delivery: Delivery = {
      ...made,
      status: 'delivered',
      attemptCount: 1,
      updatedAtMs: this.nowMs,
      ...about,
    };
    const change = { delivery, attempt: aSuccess({ startedAtMs: this.nowMs }) };
    this.changes.changes.push(change);
    return change;
  }
}
