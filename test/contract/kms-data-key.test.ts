import { CreateKeyCommand, DisableKeyCommand } from '@aws-sdk/client-kms';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { type AwsClients, awsClients } from '../../src/adapters/aws/clients.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { DataKeyError, dataKeyFrom } from '../../src/adapters/kms/data-key.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { createTable, deleteTable, describeOnAws } from '../support/aws-resources.ts';

const KEY = { PK: 'POSTHORN', SK: 'DATAKEY' };

describeOnAws('the data key', () => {
  let clients: AwsClients;
  let keyId: string;
  let tableName: string;

  const newTable = async (): Promise<string> => {
    const name = await createTable(clients);
    onTestFinished(() => deleteTable(clients, name));
    return name;
  };

  const dataKey = (name = tableName): Promise<Buffer> =>
    dataKeyFrom({
      kms: clients.kms,
      table: new Table(clients.documents, name, systemRandomness),
      tableName: name,
      keyId,
    });

  const storedRow = async (): Promise<Record<string, unknown> | undefined> => {
    const { Item } = await clients.documents.send(new GetCommand({ TableName: tableName, Key: KEY }));
    return Item;
  };

  beforeEach(async () => {
    clients = awsClients();
    const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
    keyId = KeyMetadata?.Arn ?? '';
    tableName = await newTable();
  });

  it('is made once, and the same for everybody after that', async () => {
    const first = await dataKey();
    expect(first).toHaveLength(32);
    expect(await dataKey()).toEqual(first);
  });

  it('is the same for all who ask first at the same moment', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => dataKey()));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  });

  it('is another one for another table', async () => {
    expect(await dataKey(await newTable())).not.toEqual(await dataKey());
  });

  it('lies in the table, but wrapped', async () => {
    const key = await dataKey();
    const wrapped = Buffer.from((await storedRow())?.['wrapped'] as Uint8Array);
    expect(wrapped.length).toBeGreaterThan(32);
    expect(wrapped.includes(key)).toBe(false);
  });

  it('of another table is refused', async () => {
    await dataKey();
    const other = await newTable();
    const stolen = { ...(await storedRow()), ...KEY };
    await clients.documents.send(new PutCommand({ TableName: other, Item: stolen }));
    await expect(dataKey(other)).rejects.toThrow(DataKeyError);
  });

  it('is not to be had from a KMS key that is disabled', async () => {
    await dataKey();
    await clients.kms.send(new DisableKeyCommand({ KeyId: keyId }));
    const unwrapping = dataKey();
    await expect(unwrapping).rejects.toThrow(DataKeyError);
    await expect(unwrapping).rejects.toThrow(
      `the data key could not be unwrapped with the KMS key ${keyId}: DisabledException`,
    );
    await expect(dataKey(await newTable())).rejects.toThrow('the data key could not be made');
  });
});
