import { createSecureContext, type SecureContext } from 'node:tls';
import type { SendResult } from '../../domain/response-classification.ts';
import { readTargetUrl, type TargetRules } from '../../domain/target-address.ts';
import type { WebhookRequest, WebhookSender } from '../../ports/receivers.ts';
import { ConnectionPool } from './connection-pool.ts';
import { Exchange } from './exchange.ts';
import type { GuardedResolver } from './guarded-resolver.ts';
import { requestHead } from './request-head.ts';
import { failure, failureOf, SenderClosed } from './send-failure.ts';

interface SenderOptions {
  readonly rules: TargetRules;
  readonly resolver: GuardedResolver;
  /** The PEM certificate of an authority to trust instead of the well-known ones. */
  readonly ca?: string;
}

/** How often the sender looks for connections that have been idle for too long. */
const SWEEP_MS = 500;

/**
 * Sends HTTP/1.1 requests over kept-alive connections, with one pool per origin. Does not follow redirects, decode
 * bodies, or use proxy variables. A request is written twice only if the receiver was already closing the kept-alive
 * connection; any other broken connection is a failure for the retry policy.
 */
export class HttpWebhookSender implements WebhookSender {
  readonly #rules: TargetRules;
  readonly #resolver: GuardedResolver;
  readonly #ca: string | undefined;
  readonly #pools = new Map<string, ConnectionPool>();
  #tls: SecureContext | undefined;
  #sweeps: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({ rules, resolver, ca }: SenderOptions) {
    this.#rules = rules;
    this.#resolver = resolver;
    this.#ca = ca;
  }

  send({ url: text, headers, body, timeoutMs, excerptBytes }: WebhookRequest): Promise<SendResult> {
    // Also here, not only at registration: the rules can have changed, and the resolver never sees an address in the
    // URL.
    const target = readTargetUrl(text, this.#rules);
    if (target.outcome === 'refused') {
      return Promise.resolve(failure('blocked_address', `the URL ${target.fault}`));
    }
    const head = requestHead(target.url, headers, body.length);
    if (head === undefined) {
      return Promise.resolve(failure('connection', 'the request has a header that cannot be sent'));
    }
    if (this.#isClosed) return Promise.resolve(failureOf(new SenderClosed()));
    return new Promise((resolve) => {
      const pool = this.#poolOf(target.url);
      const settle = (result: SendResult) => {
        pool.withdraw(exchange);
        resolve(result);
      };
      const ownFault = () => this.#resolver.faultOf(target.url.hostname);
      const exchange = new Exchange({ head, body, timeoutMs, excerptBytes }, settle, ownFault);
      pool.submit(exchange);
    });
  }

  /** Closes all connections. Requests still being sent fail, so let them finish first. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweeps);
    for (const pool of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  #poolOf({ origin, protocol, hostname, port }: URL): ConnectionPool {
    const known = this.#pools.get(origin);
    if (known !== undefined) return known;
    const isTls = protocol === 'https:';
    const pool = new ConnectionPool({
      // An IPv6 address has brackets only in a URL.
      hostName: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? defaultPort(isTls) : Number(port),
      tls: isTls ? this.#tlsContext() : undefined,
      lookup: this.#resolver.lookup,
    });
    this.#pools.set(origin, pool);
    this.#sweeps ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
    return pool;
  }

  /** One for all connections: loading the authorities takes longer than a handshake. */
  #tlsContext(): SecureContext {
    this.#tls ??= createSecureContext(this.#ca === undefined ? {} : { ca: this.#ca });
    return this.#tls;
  }

  #sweep(): void {
    const nowMs = performance.now();
    for (const [origin, pool] of this.#pools) {
      pool.sweep(nowMs);
      if (pool.isEmpty) this.#pools.delete(origin);
    }
    if (this.#pools.size > 0) return;
    clearInterval(this.#sweeps);
    this.#sweeps = undefined;
  }
}

const defaultPort = (isTls: boolean): number => (isTls ? 443 : 80);
