import { parseArgs } from 'node:util';
import { awsClients } from '../src/adapters/aws/clients.ts';
import { DynamoApiKeyStore } from '../src/adapters/dynamodb/api-key-store.ts';
import { Table } from '../src/adapters/dynamodb/table.ts';
import { systemClock } from '../src/adapters/node/system-clock.ts';
import { systemRandomness } from '../src/adapters/node/system-randomness.ts';
import { apiKeyFrom, apiKeyHash } from '../src/domain/api-key.ts';
import type { TenantId } from '../src/domain/ids.ts';

/**
 * Makes an admin key for a service on AWS: writes its hash into the table, and shows the key this once.
 *
 *   npm run admin-key -- --table <name> [--tenant <ten_…>] [--name <text>]
 *
 * Region, credentials and endpoint are those that the AWS SDK finds (AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL …).
 */

const USAGE = `npm run admin-key -- --table <name> [--tenant <ten_…>] [--name <text>]

  --table   the table of the service: output TableName of its stack
  --tenant  whose key it is; without it, the key is of a new tenant
  --name    what the key is called; "admin" without it`;

const KEY_BYTES = 32;
const TENANT_ID = /^ten_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** What went wrong, for those failures of which we know what helps. */
const REMEDIES: Readonly<Record<string, string>> = {
  ResourceNotFoundException:
    'there is no such table in this account and region: see output TableName of the stack',
  ValidationException: 'this is not the name of a table of Posthorn: see output TableName of the stack',
  CredentialsProviderError: 'no usable AWS credentials were found: set AWS_PROFILE, or sign in',
  ExpiredTokenException: 'the AWS credentials have expired: sign in again',
  UnrecognizedClientException: 'AWS does not know these credentials',
  InvalidSignatureException: 'AWS does not accept these credentials: the secret access key is wrong',
  AccessDeniedException: 'these credentials may not write to the table: they need dynamodb:PutItem on it',
  ECONNREFUSED: 'nothing answers there: is AWS_ENDPOINT_URL right, and the emulator running?',
  ENOTFOUND: 'the endpoint has no address: are AWS_REGION and AWS_ENDPOINT_URL right?',
};

function fail(message: string, status: number): never {
  console.error(`admin-key: ${message}`);
  process.exit(status);
}

function remedyFor(error: Error & { readonly code?: unknown }): string | undefined {
  if (error.message === 'Region is missing') return 'no AWS region is set: set AWS_REGION';
  return REMEDIES[error.name] ?? REMEDIES[String(error.code)];
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        table: { type: 'string' },
        tenant: { type: 'string' },
        name: { type: 'string', default: 'admin' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${USAGE}`, 2);
  }
}

const isTenantId = (text: string): text is TenantId => TENANT_ID.test(text);

const { table: tableName, tenant, name, help } = options();
if (help) {
  console.log(USAGE);
  process.exit(0);
}
if (!tableName) fail(`--table is missing\n\n${USAGE}`, 2);
const nowMs = systemClock.nowMs();
const tenantId = tenant ?? `ten_${systemRandomness.ulid(nowMs)}`;
if (!isTenantId(tenantId)) fail(`${tenantId} is no tenant's id: those are ten_ and a ULID`, 2);

const key = apiKeyFrom(systemRandomness.bytes(KEY_BYTES));
const clients = awsClients();
try {
  await new DynamoApiKeyStore(new Table(clients.documents, tableName, systemRandomness)).add(
    apiKeyHash(key),
    {
      id: `key_${systemRandomness.ulid(nowMs)}`,
      tenantId,
      scopes: ['admin'],
      name,
      createdAtMs: nowMs,
      expiresAtMs: null,
      lastUsedAtMs: null,
    },
  );
} catch (thrown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const said = error.message || String((error as { code?: unknown }).code ?? error.name);
  const remedy = remedyFor(error);
  fail(`no key was written to the table ${tableName}: ${remedy ? `${remedy} (${said})` : said}`, 1);
} finally {
  clients.destroy();
}

console.log(`The admin key of ${tenantId}, shown this once (only its hash is kept):

  ${key}

Keep it where secrets are kept. Send it with each request: "Authorization: Bearer <key>".`);
