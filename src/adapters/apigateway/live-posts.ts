import type { LivePosts, Posted } from '../../ports/live-pump.ts';
import type { Log } from '../../ports/platform.ts';
import type { AwsIdentity } from '../aws/clients.ts';
import { domainOf } from '../aws/domain.ts';
import type { SignedRequests } from '../aws/signed-requests.ts';

/** A post to a connection that takes nothing must not hold up the others. */
const REQUEST_MS = 2_000;
const GONE = 410;
const TOO_MANY = 429;
const OK_BELOW = 300;

export interface ConnectionsLocation {
  readonly apiId: string;
  readonly apiStage: string;
}

export interface LivePostsNeeds extends ConnectionsLocation {
  readonly requests: Pick<SignedRequests, 'send'>;
  readonly identity: Pick<AwsIdentity, 'region'>;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Pick<Log, 'warn'>;
}

/**
 * Messages to the connections of a WebSocket API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class ApiGatewayLivePosts implements LivePosts {
  readonly #needs: LivePostsNeeds;

  constructor(needs: LivePostsNeeds) {
    this.#needs = needs;
  }

  async post(connectionId: string, text: string): Promise<Posted> {
    try {
      const url = await this.#url(connectionId);
      const { status } = await this.#needs.requests.send({ url, body: text, timeoutMs: REQUEST_MS });
      if (status === GONE) return 'gone';
      if (status < OK_BELOW) return 'sent';
      // Other answers are faults, for example 403 without the permission.
      if (status !== TOO_MANY) this.#needs.log.warn('live.not_posted', { status });
      return 'slow';
    } catch {
      return 'slow';
    }
  }

  async close(connectionId: string): Promise<void> {
    const url = await this.#url(connectionId);
    // If it does not work, the next check of the connection's rights tries again.
    await this.#needs.requests.send({ method: 'DELETE', url, timeoutMs: REQUEST_MS }).catch(() => undefined);
  }

  async #url(connectionId: string): Promise<URL> {
    const { identity, env } = this.#needs;
    const base = httpAddress(this.#needs, await identity.region(), env);
    return new URL(`${base}/@connections/${encodeURIComponent(connectionId)}`);
  }
}

/** The address of the API for functions: an emulator has all APIs at its own address. */
function httpAddress(
  { apiId, apiStage }: ConnectionsLocation,
  region: string,
  env: NodeJS.ProcessEnv,
): string {
  const emulator = env['AWS_ENDPOINT_URL'];
  if (emulator) return `${emulator.replace(/\/$/, '')}/_aws/execute-api/${apiId}/${apiStage}`;
  return `https://${apiId}.execute-api.${region}.${domainOf(region)}/${apiStage}`;
}

/** The WebSocket URL for watchers: `wss:`, or `ws:` on an emulator. */
export const watcherAddress = (
  location: ConnectionsLocation,
  region: string,
  env: NodeJS.ProcessEnv,
): string => httpAddress(location, region, env).replace(/^http/, 'ws');
