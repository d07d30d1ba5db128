import { EventLives } from '../../adapters/dynamodb/event-lives.ts';
import { DynamoExhaustedDeliveries } from '../../adapters/dynamodb/exhausted-deliveries.ts';
import { DynamoParkedDeliveries } from '../../adapters/dynamodb/parked-deliveries.ts';
import { DynamoRecoveryStore } from '../../adapters/dynamodb/recovery-store.ts';
import { DynamoSubscriptionStates } from '../../adapters/dynamodb/subscription-states.ts';
import { Table } from '../../adapters/dynamodb/table.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import { openFoundation } from './foundation.ts';

/** Payloads apart live for a day longer than any record that could be replayed: the attempt is what keeps them on. */
const keptOnByTheAttempt = { refresh: async () => {} };

/** It handles keys, times and states, and can read neither a secret nor a payload. */
export function openReleaseRuntime(env: NodeJS.ProcessEnv) {
  const { environment, clients, deliveryMessages: messages, log } = openFoundation(env);
  const { tableName, retentionHours } = environment;
  const table = new Table(clients.documents, tableName);
  const clock = systemClock;
  const eventLives = new EventLives({ table, payloads: keptOnByTheAttempt, retentionHours });
  return {
    parked: new DynamoParkedDeliveries(table, messages),
    exhausted: new DynamoExhaustedDeliveries({ table, eventLives, messages, clock, retentionHours }),
    recoveries: new DynamoRecoveryStore(table),
    subscriptionStates: new DynamoSubscriptionStates(table),
    clock,
    log,
  };
}
