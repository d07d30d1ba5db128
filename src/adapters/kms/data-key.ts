import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { isNew, type Table } from '../dynamodb/table.ts';

/** The only row that belongs to no tenant. */
const DATA_KEY_ROW = { PK: 'POSTHORN', SK: 'DATAKEY' } as const;

/** KMS did not make or unwrap the data key, so the function cannot read or keep secrets. */
export class DataKeyError extends Error {
  override readonly name = 'DataKeyError';
  constructor(step: string, keyId: string, cause: unknown) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(`the data key could not be ${step} with the KMS key ${keyId}: ${reason}`, { cause });
  }
}

interface DataKeyPlace {
  readonly kms: KMSClient;
  readonly table: Table;
  readonly tableName: string;
  /** ARN of the KMS key that wraps the data key. */
  readonly keyId: string;
}

/**
 * The 32 bytes that encrypt fields. The table keeps them, wrapped by KMS. The first process that needs the key makes
 * it, and concurrent processes get the same key. One call costs one KMS request, so call it once in the life of a
 * process. https://docs.aws.amazon.com/kms/latest/developerguide/data-keys.html
 * @throws DataKeyError
 */
export async function dataKeyFrom(place: DataKeyPlace): Promise<Buffer> {
  const row = await place.table.get(DATA_KEY_ROW);
  return row === undefined ? newDataKey(place) : unwrapped(place, row['wrapped'] as Uint8Array);
}

async function newDataKey(place: DataKeyPlace): Promise<Buffer> {
  const { kms, table, keyId } = place;
  const command = new GenerateDataKeyCommand({
    KeyId: keyId,
    KeySpec: 'AES_256',
    EncryptionContext: contextOf(place),
  });
  const made = await kms.send(command).catch(failed('made', keyId));
  const written = await table.put({ ...DATA_KEY_ROW, wrapped: made.CiphertextBlob }, isNew);
  if (written.outcome === 'written') return keyIn(made);
  return unwrapped(place, written.found?.['wrapped'] as Uint8Array);
}

async function unwrapped(place: DataKeyPlace, wrapped: Uint8Array): Promise<Buffer> {
  const { kms, keyId } = place;
  const command = new DecryptCommand({
    KeyId: keyId,
    CiphertextBlob: wrapped,
    EncryptionContext: contextOf(place),
  });
  return keyIn(await kms.send(command).catch(failed('unwrapped', keyId)));
}

const keyIn = ({ Plaintext }: { readonly Plaintext?: Uint8Array | undefined }): Buffer =>
  Buffer.from(Plaintext ?? []);

/** Authenticated with the key and logged by CloudTrail: a wrapped key from another table does not unwrap here. */
const contextOf = ({ tableName }: DataKeyPlace) => ({ service: 'posthorn', table: tableName });

const failed =
  (step: string, keyId: string) =>
  (cause: unknown): never => {
    throw new DataKeyError(step, keyId, cause);
  };
