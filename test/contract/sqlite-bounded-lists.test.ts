import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FieldCipher } from '../../src/adapters/crypto/field-cipher.ts';
import { SqliteDeliveryReader } from '../../src/adapters/sqlite/delivery-reader.ts';
import { SqliteEventReader } from '../../src/adapters/sqlite/event-reader.ts';
import { GroupCommit } from '../../src/adapters/sqlite/group-commit.ts';
import { SqliteSubscriptionStore } from '../../src/adapters/sqlite/subscription-store.ts';
import { describeBoundedListsContract, ROWS_EXAMINED } from './bounded-lists.contract.ts';
import { openSqliteHarness } from './sqlite-harness.ts';
import type { StorageHarness } from './storage-harness.ts';

/** The embedded adapters, with readers that look at few rows, over a connection of their own. */
async function openBoundedHarness(): Promise<StorageHarness> {
  const harness = await openSqliteHarness();
  const database = new DatabaseSync(join(harness.folder, 'posthorn.db'));
  const cipher = new FieldCipher(
    Buffer.from(readFileSync(join(harness.folder, 'encryption-key'), 'utf8'), 'base64url'),
  );
  const { clock } = harness.runtime;
  return {
    ...harness,
    store: new SqliteSubscriptionStore(
      database,
      new GroupCommit(database),
      cipher,
      harness.runtime.log,
      ROWS_EXAMINED,
    ),
    events: new SqliteEventReader(database, clock, undefined, ROWS_EXAMINED),
    deliveries: new SqliteDeliveryReader(database, clock, ROWS_EXAMINED),
    close: async () => {
      database.close();
      await harness.close();
    },
  };
}

describeBoundedListsContract('SQLite', openBoundedHarness);
