import { describeApiKeyStoreContract } from './api-key-store.contract.ts';
import { describeAuditTrailContract } from './audit-trail.contract.ts';
import { describeDeadLettersContract } from './dead-letters.contract.ts';
import { describeDeliveryOutcomesContract } from './delivery-outcomes.contract.ts';
import { describeDeliveryReaderContract } from './delivery-reader.contract.ts';
import { describeDeliveryReplayContract } from './delivery-replay.contract.ts';
import { describeDeliverySlotsContract } from './delivery-slots.contract.ts';
import { describeEventIntakeContract } from './event-intake.contract.ts';
import { describeEventLimiterContract } from './event-limiter.contract.ts';
import { describeEventPayloadsContract } from './event-payloads.contract.ts';
import { describeEventReaderContract } from './event-reader.contract.ts';
import { describeEventTypeStoreContract } from './event-type-store.contract.ts';
import { describeExhaustedDeliveriesContract } from './exhausted-deliveries.contract.ts';
import { describeIdempotencyKeysContract } from './idempotency-keys.contract.ts';
import { describeMissedDeliveriesContract } from './missed-deliveries.contract.ts';
import { describeParkedDeliveriesContract } from './parked-deliveries.contract.ts';
import { describePortalVersionsContract } from './portal-versions.contract.ts';
import { describeReceiverStoreContract } from './receiver-store.contract.ts';
import { describeRecoveryStoreContract } from './recovery-store.contract.ts';
import { openSqliteHarness } from './sqlite-harness.ts';
import { describeStatsContract } from './stats.contract.ts';
import { describeContracts } from './storage-harness.ts';
import { describeSubscriptionListsContract } from './subscription-lists.contract.ts';
import { describeSubscriptionStoreContract } from './subscription-store.contract.ts';
import { describeTenantDeliveriesContract } from './tenant-deliveries.contract.ts';
import { describeTenantStoreContract } from './tenant-store.contract.ts';

/** The contracts of the ports, kept by the embedded family of adapters. */

describeContracts('SQLite', openSqliteHarness, [
  describeEventIntakeContract,
  describeDeliveryOutcomesContract,
  describeDeliveryReplayContract,
  describeParkedDeliveriesContract,
  describeExhaustedDeliveriesContract,
  describeMissedDeliveriesContract,
  describeRecoveryStoreContract,
  describeDeliveryReaderContract,
  describeDeadLettersContract,
  describeTenantDeliveriesContract,
  describeEventReaderContract,
  describeEventPayloadsContract,
  describeSubscriptionStoreContract,
  describeSubscriptionListsContract,
  describeIdempotencyKeysContract,
  describeApiKeyStoreContract,
  describeDeliverySlotsContract,
  describeEventLimiterContract,
  describeEventTypeStoreContract,
  describeReceiverStoreContract,
  describeTenantStoreContract,
  describePortalVersionsContract,
  describeAuditTrailContract,
  describeStatsContract,
]);
