import { ContainerCounters } from '../../adapters/dynamodb/container-counters.ts';
import { EventLives } from '../../adapters/dynamodb/event-lives.ts';
import { DynamoEventReader } from '../../adapters/dynamodb/event-reader.ts';
import { DynamoExhaustedDeliveries } from '../../adapters/dynamodb/exhausted-deliveries.ts';
import { DynamoMissedDeliveries } from '../../adapters/dynamodb/missed-deliveries.ts';
import { DynamoParkedDeliveries } from '../../adapters/dynamodb/parked-deliveries.ts';
import { DynamoRecipientReader } from '../../adapters/dynamodb/recipient-reader.ts';
import { DynamoRecoveryStore } from '../../adapters/dynamodb/recovery-store.ts';
import { DynamoSubscriptionStates } from '../../adapters/dynamodb/subscription-states.ts';
import { Table } from '../../adapters/dynamodb/table.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import { systemRandomness } from '../../adapters/node/system-randomness.ts';
import { s3EndpointIn } from '../../adapters/s3/object-location.ts';
import { S3PayloadStore } from '../../adapters/s3/payload-store.ts';
import { openFoundation } from './foundation.ts';

/**
 * Payloads stored apart live for a day longer than any record that can be replayed. The attempt then extends their
 * life.
 */
const keptOnByTheAttempt = { refresh: async () => {} };

/** Works with keys, times and states, and cannot read secrets. It reads payloads for the filters of missed events. */
export function openReleaseRuntime(env: NodeJS.ProcessEnv) {
  const { environment, clients, deliveryMessages: messages, log } = openFoundation(env);
  const { tableName, payloadBucket, retentionHours } = environment;
  const table = new Table(clients.documents, tableName, systemRandomness);
  const clock = systemClock;
  const counters = new ContainerCounters({ table, clock, log });
  const eventLives = new EventLives({ table, payloads: keptOnByTheAttempt, retentionHours });
  const payloads = new S3PayloadStore({
    bucket: payloadBucket,
    endpoint: s3EndpointIn(env),
    identity: clients.identity,
    randomness: systemRandomness,
  });
  return {
    parked: new DynamoParkedDeliveries(table, messages),
    exhausted: new DynamoExhaustedDeliveries({ table, eventLives, messages, clock, retentionHours }),
    missed: new DynamoMissedDeliveries({ table, eventLives, messages, counting: counters, retentionHours }),
    counters,
    recoveries: new DynamoRecoveryStore(table),
    subscriptionStates: new DynamoSubscriptionStates(table),
    recipientReader: new DynamoRecipientReader(table),
    events: new DynamoEventReader(table, payloads, clock),
    clock,
    log,
  };
}
