import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CachedPortalVersions } from '../../adapters/cache/cached-portal-versions.ts';
import type { FieldCipher } from '../../adapters/crypto/field-cipher.ts';
import { DynamoApiKeyStore } from '../../adapters/dynamodb/api-key-store.ts';
import { DynamoAuditTrail } from '../../adapters/dynamodb/audit-trail.ts';
import { ContainerCounters } from '../../adapters/dynamodb/container-counters.ts';
import { DynamoDeliveryOutcomes } from '../../adapters/dynamodb/delivery-outcomes.ts';
import { DynamoDeliveryReader } from '../../adapters/dynamodb/delivery-reader.ts';
import { DynamoDeliverySlots } from '../../adapters/dynamodb/delivery-slots.ts';
import { DynamoEventIntake, type MessageSender } from '../../adapters/dynamodb/event-intake.ts';
import { DynamoEventLimiter } from '../../adapters/dynamodb/event-limiter.ts';
import { EventLives } from '../../adapters/dynamodb/event-lives.ts';
import { DynamoEventPayloads } from '../../adapters/dynamodb/event-payloads.ts';
import { DynamoEventReader } from '../../adapters/dynamodb/event-reader.ts';
import { DynamoEventTypeStore } from '../../adapters/dynamodb/event-type-store.ts';
import { DynamoExhaustedDeliveries } from '../../adapters/dynamodb/exhausted-deliveries.ts';
import { DynamoIdempotencyKeys } from '../../adapters/dynamodb/idempotency-keys.ts';
import { DynamoMissedDeliveries } from '../../adapters/dynamodb/missed-deliveries.ts';
import { DynamoParkedDeliveries } from '../../adapters/dynamodb/parked-deliveries.ts';
import { DynamoPortalVersions } from '../../adapters/dynamodb/portal-versions.ts';
import { DynamoReceiverStore } from '../../adapters/dynamodb/receiver-store.ts';
import { DynamoRecipientReader } from '../../adapters/dynamodb/recipient-reader.ts';
import { DynamoRecoveryStore } from '../../adapters/dynamodb/recovery-store.ts';
import { DynamoStatsReader } from '../../adapters/dynamodb/stats-reader.ts';
import { DynamoSubscriptionStates } from '../../adapters/dynamodb/subscription-states.ts';
import { DynamoSubscriptionStore } from '../../adapters/dynamodb/subscription-store.ts';
import { Table } from '../../adapters/dynamodb/table.ts';
import { DynamoTenantStore } from '../../adapters/dynamodb/tenant-store.ts';
import { systemRandomness } from '../../adapters/node/system-randomness.ts';
import type { S3PayloadStore } from '../../adapters/s3/payload-store.ts';
import type { Clock, Log, Metrics } from '../../ports/platform.ts';

export interface StorageNeeds {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  /** To the delivery queue. */
  readonly deliveryMessages: MessageSender;
  /** To the `exhausted` queue. */
  readonly announcements: MessageSender;
  readonly payloads: Pick<S3PayloadStore, 'get' | 'put' | 'refresh' | 'delete'>;
  readonly cipher: FieldCipher;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly retentionHours: number;
}

/** All ports over one table, two queues and a bucket. */
export function makeStorage(needs: StorageNeeds) {
  const { clock, payloads, retentionHours } = needs;
  const table = new Table(needs.documents, needs.tableName, systemRandomness);
  const store = new DynamoSubscriptionStore(table, needs.cipher, needs.log);
  const subscriptionStates = new DynamoSubscriptionStates(table);
  const counters = new ContainerCounters({ table, clock, log: needs.log });
  const counting = counters;
  const eventLives = new EventLives({ table, payloads, retentionHours });
  return {
    apiKeyStore: new DynamoApiKeyStore(table),
    tenants: new DynamoTenantStore(table),
    eventTypes: new DynamoEventTypeStore(table),
    receivers: new DynamoReceiverStore(table),
    eventLimiter: new DynamoEventLimiter({ ...needs, table }),
    slots: new DynamoDeliverySlots(table, clock),
    portalVersions: new CachedPortalVersions(new DynamoPortalVersions(table)),
    auditTrail: new DynamoAuditTrail(table, clock),
    store,
    routes: store,
    intake: new DynamoEventIntake({ ...needs, table, counting }),
    payloads: new DynamoEventPayloads(table, payloads),
    events: new DynamoEventReader(table, payloads, clock),
    deliveries: new DynamoDeliveryReader(table, clock, retentionHours),
    outcomes: new DynamoDeliveryOutcomes({ ...needs, table, subscriptionStates, eventLives, counting }),
    parked: new DynamoParkedDeliveries(table, needs.deliveryMessages),
    exhausted: new DynamoExhaustedDeliveries({
      table,
      eventLives,
      messages: needs.deliveryMessages,
      clock,
      retentionHours,
    }),
    missed: new DynamoMissedDeliveries({
      table,
      eventLives,
      messages: needs.deliveryMessages,
      counting,
      retentionHours,
    }),
    recipientReader: new DynamoRecipientReader(table),
    recoveries: new DynamoRecoveryStore(table),
    stats: new DynamoStatsReader(table),
    counters,
    subscriptionStates,
    idempotencyKeys: new DynamoIdempotencyKeys(table, clock),
  };
}
