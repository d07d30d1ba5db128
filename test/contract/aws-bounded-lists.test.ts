import { DynamoDeliveryReader } from '../../src/adapters/dynamodb/delivery-reader.ts';
import { DynamoEventReader } from '../../src/adapters/dynamodb/event-reader.ts';
import { DynamoSubscriptionStore } from '../../src/adapters/dynamodb/subscription-store.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { makeStorage } from '../../src/runtime/aws/storage.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { openAwsInfrastructure } from './aws-infrastructure.ts';
import { describeBoundedListsContract, ROWS_EXAMINED } from './bounded-lists.contract.ts';
import type { StorageHarness } from './storage-harness.ts';

/** The adapters of the AWS family, with readers that look at few rows. */
async function openBoundedHarness(): Promise<StorageHarness> {
  const { needs, passSeconds, takeMessages, announcements, close } = await openAwsInfrastructure();
  const { documents, tableName, payloads, clock, retentionHours } = needs;
  const table = new Table(documents, tableName, systemRandomness);
  return {
    ...makeStorage(needs),
    store: new DynamoSubscriptionStore(table, needs.cipher, needs.log, ROWS_EXAMINED),
    events: new DynamoEventReader(table, payloads, clock, ROWS_EXAMINED),
    deliveries: new DynamoDeliveryReader(table, clock, retentionHours, ROWS_EXAMINED),
    nowMs: () => clock.nowMs(),
    passSeconds,
    takeMessages,
    announcements,
    close,
  };
}

describeOnAws('AWS', () => describeBoundedListsContract('AWS', openBoundedHarness));
