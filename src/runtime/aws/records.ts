import { CachedApiKeys } from '../../adapters/cache/cached-api-keys.ts';
import { HkdfDerivedKeys } from '../../adapters/crypto/derived-keys.ts';
import { FieldCipher } from '../../adapters/crypto/field-cipher.ts';
import { Table } from '../../adapters/dynamodb/table.ts';
import { dataKeyFrom } from '../../adapters/kms/data-key.ts';
import { MemoryFailureBrake } from '../../adapters/memory/failure-brake.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import { systemRandomness } from '../../adapters/node/system-randomness.ts';
import { s3EndpointIn } from '../../adapters/s3/object-location.ts';
import { S3PayloadStore } from '../../adapters/s3/payload-store.ts';
import { SqsSender } from '../../adapters/sqs/sender.ts';
import type { Foundation } from './foundation.ts';
import { makeStorage } from './storage.ts';

/**
 * All stored records, with readable secrets, for api, ingest and deliver.
 * @throws DataKeyError
 */
export async function openRecords(foundation: Foundation) {
  const { environment, clients, deliveryMessages, log, metrics } = foundation;
  const { tableName, payloadBucket, retentionHours } = environment;
  const { documents, sqs, kms, identity } = clients;
  const table = new Table(documents, tableName, systemRandomness);
  const dataKey = await dataKeyFrom({ kms, table, tableName, keyId: environment.dataKeyId });
  const cipher = new FieldCipher(dataKey);
  const storage = makeStorage({
    documents,
    tableName,
    deliveryMessages,
    announcements: new SqsSender(sqs, environment.exhaustedQueueUrl, systemRandomness),
    payloads: new S3PayloadStore({
      bucket: payloadBucket,
      endpoint: s3EndpointIn(process.env),
      identity,
      randomness: systemRandomness,
    }),
    cipher,
    clock: systemClock,
    log,
    metrics,
    retentionHours,
  });
  return {
    ...storage,
    apiKeys: new CachedApiKeys({ store: storage.apiKeyStore, clock: systemClock, log }),
    failureBrake: new MemoryFailureBrake(systemClock),
    metrics,
    derivedKeys: new HkdfDerivedKeys(dataKey),
    cipher,
    clock: systemClock,
    randomness: systemRandomness,
    log,
    retentionHours,
  };
}
