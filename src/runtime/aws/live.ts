import { setTimeout as pause } from 'node:timers/promises';
import { ApiGatewayLivePosts, watcherAddress } from '../../adapters/apigateway/live-posts.ts';
import { awsClients } from '../../adapters/aws/clients.ts';
import { FunctionStarter } from '../../adapters/aws/function-starter.ts';
import { SignedRequests, serviceEndpoint } from '../../adapters/aws/signed-requests.ts';
import { CachedApiKeys } from '../../adapters/cache/cached-api-keys.ts';
import { CachedPortalVersions } from '../../adapters/cache/cached-portal-versions.ts';
import { DynamoApiKeyStore } from '../../adapters/dynamodb/api-key-store.ts';
import { DynamoChangeStream } from '../../adapters/dynamodb/change-stream.ts';
import { DynamoLiveAddress } from '../../adapters/dynamodb/live-address.ts';
import { DynamoLiveConnections } from '../../adapters/dynamodb/live-connections.ts';
import { DynamoLiveTickets } from '../../adapters/dynamodb/live-tickets.ts';
import { DynamoPortalVersions } from '../../adapters/dynamodb/portal-versions.ts';
import { DynamoPumpLease, DynamoStreamMarks } from '../../adapters/dynamodb/pump-lease.ts';
import { DynamoStreamApi } from '../../adapters/dynamodb/stream-api.ts';
import { DynamoSubscriptionReceivers } from '../../adapters/dynamodb/subscription-receivers.ts';
import { Table } from '../../adapters/dynamodb/table.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import { systemRandomness } from '../../adapters/node/system-randomness.ts';
import { parseLiveEnvironment } from '../../config/live-environment.ts';
import type { PumpHandover } from '../../ports/live-pump.ts';
import { lambdaLog } from './log.ts';

/** The functions of the live view. They hold no key of secrets, and reach no queue and no payload. */

const nowMs = () => systemClock.nowMs();

function openLiveFoundation(env: NodeJS.ProcessEnv) {
  const environment = parseLiveEnvironment(env);
  const { documents, identity } = awsClients();
  const table = new Table(documents, environment.tableName, systemRandomness);
  return { environment, identity, table, log: lambdaLog(environment.logLevel) };
}

type LiveFoundation = ReturnType<typeof openLiveFoundation>;

/** The parts that both functions of connections have. */
function openConnections({ environment, identity, table, log }: LiveFoundation, env: NodeJS.ProcessEnv) {
  const starter = new FunctionStarter({
    requests: new SignedRequests('lambda', identity),
    identity,
    functionName: environment.pumpName ?? env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown',
    env,
  });
  return {
    connections: new DynamoLiveConnections(table),
    lease: new DynamoPumpLease(table),
    posts: new ApiGatewayLivePosts({
      ...environment,
      requests: new SignedRequests('execute-api', identity),
      identity,
      env,
      log,
    }),
    starter: {
      start: (handover: PumpHandover | undefined) =>
        starter.start(handover === undefined ? {} : { handover }),
    },
    clock: systemClock,
  };
}

export function openLiveConnectionsRuntime(env: NodeJS.ProcessEnv) {
  const foundation = openLiveFoundation(env);
  const { table, log } = foundation;
  return { ...openConnections(foundation, env), tickets: new DynamoLiveTickets(table, nowMs), log };
}

export async function openLivePumpRuntime(env: NodeJS.ProcessEnv) {
  const foundation = openLiveFoundation(env);
  const { environment, identity, table, log } = foundation;
  const api = new DynamoStreamApi({
    requests: new SignedRequests('dynamodb-streams', identity),
    endpoint: serviceEndpoint('streams.dynamodb', await identity.region(), env),
    streamArn: environment.streamArn,
    randomness: systemRandomness,
  });
  return {
    ...openConnections(foundation, env),
    stream: new DynamoChangeStream(api, nowMs),
    marks: new DynamoStreamMarks(table),
    receivers: new DynamoSubscriptionReceivers(table),
    apiKeys: new CachedApiKeys({ store: new DynamoApiKeyStore(table), clock: systemClock, log }),
    portalVersions: new CachedPortalVersions(new DynamoPortalVersions(table)),
    retentionHours: environment.retentionHours,
    randomness: systemRandomness,
    pause,
    log,
  };
}

const RESPOND_MS = 10_000;

export function openLiveAddressRuntime(env: NodeJS.ProcessEnv) {
  const { identity, table, log } = openLiveFoundation(env);
  const address = new DynamoLiveAddress(table, nowMs);
  return {
    urlOf: async (api: { readonly apiId: string; readonly apiStage: string }) =>
      watcherAddress(api, await identity.region(), env),
    record: (url: string) => address.record(url),
    forget: (url: string) => address.forget(url),
    respond: async (url: string, body: string) => {
      // Bytes: the URL is signed for a request without a content type.
      await fetch(url, { method: 'PUT', body: Buffer.from(body), signal: AbortSignal.timeout(RESPOND_MS) });
    },
    log,
  };
}
