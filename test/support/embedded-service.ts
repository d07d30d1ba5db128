import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { afterAll, onTestFinished } from 'vitest';
import type { AdminKey } from '../../embedded/bootstrap.ts';
import { startService } from '../../embedded/service.ts';
import { parseEmbeddedEnvironment } from '../../src/config/embedded-environment.ts';
import { apiKeyFrom, apiKeyHash, type Scope } from '../../src/domain/api-key.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { Clock, Log } from '../../src/ports/platform.ts';
import { type EmbeddedRuntime, openEmbeddedRuntime } from '../../src/runtime/embedded.ts';
import { ApiClient, type Delivery } from './api-client.ts';
import { eventually } from './eventually.ts';

export const VERSION = '0.0.0-test';

export interface EmbeddedService {
  readonly url: string;
  readonly dataDir: string;
  /** With the admin key of the first tenant. */
  readonly api: ApiClient;
  readonly adminKey: AdminKey;
  readonly runtime: EmbeddedRuntime;
  /** A client with another key: of a new tenant, unless one is named. */
  clientWith(scopes: readonly Scope[], tenantId?: TenantId): Promise<ApiClient>;
  /** The delivery as soon as it has this status. */
  deliveryWhen(status: Delivery['status'], id: string): Promise<Delivery>;
  /** The rows of the store, over a connection of its own. */
  rows(sql: string, ...values: readonly SQLInputValue[]): readonly Record<string, unknown>[];
  /** Stops it. @throws if it logged an error while it ran: none of these tests has one in store */
  stop(): Promise<void>;
}

/** The embedded service as `npm start` runs it, in this process, on a free port. */
export async function startEmbeddedService(
  dataDir: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<EmbeddedService> {
  const { log, errors } = errorLog();
  const environment = parseEmbeddedEnvironment({ PORT: '0', POSTHORN_DATA_DIR: dataDir, ...variables });
  const { url, runtime, adminKey, stop } = await startService(environment, VERSION, log);
  const api = new ApiClient(url, adminKey.key);
  return {
    url,
    dataDir,
    api,
    adminKey,
    runtime,
    clientWith: async (scopes, tenantId) => new ApiClient(url, await addApiKey(runtime, scopes, tenantId)),
    deliveryWhen: (status, id) =>
      eventually(`delivery ${id} is ${status}`, async () => {
        const delivery = await api.delivery(id);
        return delivery.status === status && delivery;
      }),
    rows: (sql, ...values) => rowsIn(dataDir, sql, ...values),
    async stop() {
      await stop();
      if (errors.length > 0) throw new Error(`the service logged errors: ${errors.join('; ')}`);
    },
  };
}

/** The same for one test, in a folder that is removed at its end. */
export async function serviceForTest(variables?: Readonly<Record<string, string>>): Promise<EmbeddedService> {
  const service = await startEmbeddedService(await folderForTest(), variables);
  onTestFinished(() => service.stop());
  return service;
}

/**
 * A service for all tests of a file, stopped after them:
 * @example const posthorn = await serviceForFile();
 */
export async function serviceForFile(variables?: Readonly<Record<string, string>>): Promise<EmbeddedService> {
  const folder = await newFolder();
  const service = await startEmbeddedService(folder, variables);
  afterAll(async () => {
    await service.stop();
    await remove(folder);
  });
  return service;
}

/** The dependencies of the functions, without callers. */
export async function runtimeForTest(clock?: Clock, dataDir?: string): Promise<EmbeddedRuntime> {
  const environment = parseEmbeddedEnvironment({ POSTHORN_DATA_DIR: dataDir ?? (await folderForTest()) });
  const { log } = errorLog();
  const runtime = openEmbeddedRuntime({ ...environment, version: VERSION, log, ...(clock && { clock }) });
  onTestFinished(() => runtime.close());
  return runtime;
}

/** An empty folder, removed at the end of the test. */
export async function folderForTest(): Promise<string> {
  const folder = await newFolder();
  onTestFinished(() => remove(folder));
  return folder;
}

const newFolder = () => mkdtemp(join(tmpdir(), 'posthorn-test-'));
const remove = (folder: string) => rm(folder, { recursive: true, force: true });

/** Adds an API key, of a new tenant unless one is named. */
export async function addApiKey(
  { apiKeyStore, randomness, clock }: EmbeddedRuntime,
  scopes: readonly Scope[],
  tenantId: TenantId = `ten_${randomness.ulid(clock.nowMs())}`,
): Promise<string> {
  const key = apiKeyFrom(randomness.bytes(32));
  const createdAtMs = clock.nowMs();
  const id = `key_${randomness.ulid(createdAtMs)}` as const;
  const lasting = { expiresAtMs: null, lastUsedAtMs: null };
  await apiKeyStore.add(apiKeyHash(key), {
    id,
    tenantId,
    scopes,
    name: 'of a test',
    createdAtMs,
    ...lasting,
  });
  return key;
}

/** The rows of a folder's store, over a connection of its own that cannot write. */
export function rowsIn(
  dataDir: string,
  sql: string,
  ...values: readonly SQLInputValue[]
): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(dataDir, 'posthorn.db'), { readOnly: true });
  try {
    return database.prepare(sql).all(...values);
  } finally {
    database.close();
  }
}

/** Silent, but it remembers the errors. */
function errorLog(): { readonly log: Log; readonly errors: string[] } {
  const errors: string[] = [];
  const ignore = () => {};
  const error: Log['error'] = (occurrence, fields) => {
    errors.push(`${occurrence} ${String((fields?.['err'] as Error | undefined)?.stack ?? '')}`);
  };
  return { log: { debug: ignore, info: ignore, warn: ignore, error }, errors };
}
