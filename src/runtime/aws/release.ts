import { DynamoParkedDeliveries } from '../../adapters/dynamodb/parked-deliveries.ts';
import { Table } from '../../adapters/dynamodb/table.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import { openFoundation } from './foundation.ts';

/** It handles keys and times only, and cannot read a secret. */
export function openReleaseRuntime(env: NodeJS.ProcessEnv) {
  const { environment, clients, deliveryMessages, log } = openFoundation(env);
  const table = new Table(clients.documents, environment.tableName);
  return { parked: new DynamoParkedDeliveries(table, deliveryMessages), clock: systemClock, log };
}
