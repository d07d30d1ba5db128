import { describeApiKeyStoreContract } from './api-key-store.contract.ts';
import { describeAuditTrailContract } from './audit-trail.contract.ts';
import { describeDeliveryOutcomesContract } from './delivery-outcomes.contract.ts';
import { describeDeliveryPlacesContract } from './delivery-places.contract.ts';
import { describeDeliveryReaderContract } from './delivery-reader.contract.ts';
import { describeDeliveryReplayContract } from './delivery-replay.contract.ts';
import { describeEventIntakeContract } from './event-intake.contract.ts';
import { describeEventLimiterContract } from './event-limiter.contract.ts';
import { describeEventReaderContract } from './event-reader.contract.ts';
import { describeEventTypeStoreContract } from './event-type-store.contract.ts';
import { describeIdempotencyKeysContract } from './idempotency-keys.contract.ts';
import { describeParkedDeliveriesContract } from './parked-deliveries.contract.ts';
import { openSqliteHarness } from './sqlite-harness.ts';
import { describeSubscriptionListsContract } from './subscription-lists.contract.ts';
import { describeSubscriptionStoreContract } from './subscription-store.contract.ts';
import { describeTenantStoreContract } from './tenant-store.contract.ts';

/** The contracts of the ports, kept by the embedded family of adapters. */

describeEventIntakeContract('SQLite', openSqliteHarness);
describeDeliveryOutcomesContract('SQLite', openSqliteHarness);
describeDeliveryReplayContract('SQLite', openSqliteHarness);
describeParkedDeliveriesContract('SQLite', openSqliteHarness);
describeDeliveryReaderContract('SQLite', openSqliteHarness);
describeEventReaderContract('SQLite', openSqliteHarness);
describeSubscriptionStoreContract('SQLite', openSqliteHarness);
describeSubscriptionListsContract('SQLite', openSqliteHarness);
describeIdempotencyKeysContract('SQLite', openSqliteHarness);
describeApiKeyStoreContract('SQLite', openSqliteHarness);
describeDeliveryPlacesContract('SQLite', openSqliteHarness);
describeEventLimiterContract('SQLite', openSqliteHarness);
describeEventTypeStoreContract('SQLite', openSqliteHarness);
describeTenantStoreContract('SQLite', openSqliteHarness);
describeAuditTrailContract('SQLite', openSqliteHarness);
