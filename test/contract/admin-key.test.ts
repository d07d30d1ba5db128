import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AwsClients, awsClients } from '../../src/adapters/aws/clients.ts';
import { DynamoApiKeyStore } from '../../src/adapters/dynamodb/api-key-store.ts';
import { listedApiKeyKey } from '../../src/adapters/dynamodb/keys.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { apiKeyHash } from '../../src/domain/api-key.ts';
import { createTable, deleteTable, describeOnAws } from '../support/aws-resources.ts';
import { aTenantId } from '../support/records.ts';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/admin-key.ts');

async function adminKey(...args: string[]) {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { status, output, errors };
}

describeOnAws('npm run admin-key', () => {
  let clients: AwsClients;
  let tableName: string;
  let table: Table;

  beforeEach(async () => {
    clients = awsClients();
    tableName = await createTable(clients);
    table = new Table(clients.documents, tableName, systemRandomness);
  });
  afterEach(async () => {
    await deleteTable(clients, tableName);
    clients.destroy();
  });

  const keyIn = (output: string): string => /phk_[\w-]+/.exec(output)?.[0] ?? 'none';

  it('shows a key that the table then knows, by its hash only', async () => {
    const { status, output, errors } = await adminKey('--table', tableName);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    const hash = apiKeyHash(keyIn(output));
    const found = await new DynamoApiKeyStore(table).findByHash(hash);
    expect(found).toMatchObject({ scopes: ['admin'], name: 'admin' });
    expect(output).toContain(found!.tenantId);
    const twin = await table.get(listedApiKeyKey(found!.tenantId, found!.id));
    expect(twin).toMatchObject({ hash });
    expect(JSON.stringify(twin)).not.toContain(keyIn(output));
  });

  it('makes one for a tenant that is there already', async () => {
    const tenant = aTenantId();
    const { output } = await adminKey('--table', tableName, '--tenant', tenant, '--name', 'on call');
    const found = await new DynamoApiKeyStore(table).findByHash(apiKeyHash(keyIn(output)));
    expect(found).toMatchObject({ tenantId: tenant, name: 'on call' });
  });

  it.each([
    ['no table is named', [], 2, '--table is missing'],
    ['an option is unknown', ['--tabel', 'x'], 2, "Unknown option '--tabel'"],
    ['the tenant is none', ['--table', 'x', '--tenant', 'acme'], 2, "acme is no tenant's id"],
    ['the table is not there', ['--table', 'elsewhere'], 1, 'no such table in this account and region'],
  ])('says what to do when %s, and shows no key', async (_, args, status, said) => {
    const ended = await adminKey(...args);
    expect(ended).toMatchObject({ status, output: '' });
    expect(ended.errors).toContain(said);
  });
});
