import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createApiFunction } from '../functions/api.ts';
import { createDeadLettersFunction } from '../functions/dead-letters.ts';
import { createDeliverFunction } from '../functions/deliver.ts';
import { createDocsFunction } from '../functions/docs.ts';
import { createIngestFunction } from '../functions/ingest.ts';
import { createReleaseFunction } from '../functions/release.ts';
import type { EmbeddedEnvironment } from '../src/config/embedded-environment.ts';
import { callerAddress } from '../src/domain/forwarded-address.ts';
import type { Log } from '../src/ports/platform.ts';
import { type EmbeddedRuntime, openEmbeddedRuntime } from '../src/runtime/embedded.ts';
import { type AdminKey, ensureAdminKey } from './bootstrap.ts';
import { createHttpServer } from './http-server.ts';
import { hostCheck } from './known-hosts.ts';
import { lambdaContext, timeLeftOf } from './lambda-context.ts';
import { LiveServer } from './live/live-server.ts';
import { warnOfLoopback } from './loopback-warning.ts';
import { QueueEventSource } from './queue-event-source.ts';
import { requestLog } from './request-log.ts';
import { everySeconds } from './schedule.ts';
import { SettledTime } from './settled-time.ts';

export interface Service {
  /** `http://127.0.0.1:8000`: the URL for this machine, independent of the addresses that the service listens on. */
  readonly url: string;
  readonly adminKey: AdminKey;
  readonly runtime: EmbeddedRuntime;
  /** Only callers on this machine reach the service. */
  readonly isLocal: boolean;
  /** Lets running work end, and keeps the rest for the next start. */
  stop(): Promise<void>;
}

/** A minute on AWS. Here a run costs one index look-up, so deliveries of an enabled subscription start sooner. */
const RELEASE_EVERY_SECONDS = 2;
const SWEEP_EVERY_SECONDS = 60;
const RELEASE_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * The whole service in this process: stands in for API Gateway, SQS and EventBridge, around the same functions as on
 * AWS.
 */
export async function startService(
  environment: EmbeddedEnvironment,
  version: string,
  log: Log,
): Promise<Service> {
  const runtime = openEmbeddedRuntime({ ...environment, version, log });
  try {
    const adminKey = await ensureAdminKey(runtime, environment.dataDir, environment.apiKey);
    const auditTrail = warnOfLoopback(runtime.auditTrail, {
      hasOutsiders: runtime.hasOutsiders(),
      settings: environment,
      log,
    });
    const live = new LiveServer(runtime);
    const server = createHttpServer(
      {
        api: createApiFunction({ ...runtime, auditTrail }),
        ingest: createIngestFunction(runtime),
        docs: createDocsFunction({
          log,
          swaggerUiFolder: swaggerUiFolder(),
          pagesFolder: pagesFolder(),
          portalOrigins: environment.portalOrigins,
          compresses: true,
          liveOrigins: [],
        }),
      },
      {
        isKnownHost: hostCheck(environment.allowedHosts),
        callerAddress: callerAddress(environment.trustedProxies),
      },
      { logRequest: requestLog(log, environment.logLevel), live },
    );
    const url = await listen(server, environment);
    const source = new QueueEventSource(
      runtime.queue,
      runtime.storeHealth,
      createDeliverFunction(runtime),
      log,
    );
    source.start();
    const deadLetters = new QueueEventSource(
      runtime.deadLetters,
      runtime.storeHealth,
      createDeadLettersFunction(runtime),
      log,
    );
    deadLetters.start();
    const schedules = startSchedules(runtime, log);
    const stop = async () => {
      live.stop();
      await Promise.all([
        close(server),
        source.stop(),
        deadLetters.stop(),
        ...schedules.map((schedule) => schedule.stop()),
      ]);
      await runtime.close();
    };
    return { url, adminKey, runtime, isLocal: isLocal(environment), stop };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

/** Whether only this machine reaches the service: a proxy in front of it would be named in these settings. */
const isLocal = ({ host, allowedHosts, trustedProxies }: EmbeddedEnvironment): boolean =>
  LOOPBACK.has(host) && allowedHosts.length === 0 && trustedProxies.length === 0;

function startSchedules(runtime: EmbeddedRuntime, log: Log) {
  const release = createReleaseFunction(runtime);
  const runRelease = () => release({}, lambdaContext('release', timeLeftOf(RELEASE_TIMEOUT_MS)));
  const settledTime = new SettledTime(runtime.clock);
  const sweep = async () => {
    const nowMs = settledTime.nowMs();
    if (nowMs !== undefined) await runtime.expiry.sweep(nowMs);
  };
  // Skipped while the store cannot be written: each run would fail, and log its failure.
  const whenWell = (work: () => Promise<unknown>) => async () => {
    if (runtime.storeHealth.isWell) await work();
  };
  return [
    everySeconds(RELEASE_EVERY_SECONDS, 'release', log, whenWell(runRelease)),
    everySeconds(SWEEP_EVERY_SECONDS, 'expiry', log, whenWell(sweep)),
  ];
}

/** In the npm package and the container a copy next to the bundle, in a clone the package itself. */
function swaggerUiFolder(): string {
  const copy = join(import.meta.dirname, '../swagger-ui');
  if (existsSync(copy)) return copy;
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

/** In the npm package and the container next to the bundle, in a clone where `npm start` builds it. */
function pagesFolder(): string {
  const copy = join(import.meta.dirname, '../dashboard');
  return existsSync(join(copy, 'files.json')) ? copy : join(import.meta.dirname, '../dist/dashboard');
}

/** @returns the URL of the service for this machine: if it listens on all addresses, the loopback address */
async function listen(server: Server, { port, host }: EmbeddedEnvironment): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const name = ALL_ADDRESSES[host] ?? (host.includes(':') ? `[${host}]` : host);
  return `http://${name}:${(server.address() as AddressInfo).port}`;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

const ALL_ADDRESSES: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };

/** Open requests are answered; idle connections and half-received requests are cut after a moment. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await closed;
  clearTimeout(cut);
}
