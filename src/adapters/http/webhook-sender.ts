import Agent from 'undici/lib/dispatcher/agent.js';
import { attemptLimits, connectionLimits } from '../../domain/limits.ts';
import type { SendResult } from '../../domain/response-classification.ts';
import { readTargetUrl, type TargetRules } from '../../domain/target-address.ts';
import type { WebhookRequest, WebhookSender } from '../../ports/webhook-sender.ts';
import { Exchange } from './exchange.ts';
import type { GuardedResolver } from './guarded-resolver.ts';
import { failure } from './send-failure.ts';

interface SenderOptions {
  readonly rules: TargetRules;
  readonly resolver: GuardedResolver;
  /** A PEM certificate of an authority to trust instead of the well-known ones. */
  readonly ca?: string;
}

/**
 * Sends over pools of kept-alive HTTP/1.1 connections, one pool an origin; undici's agent drops a pool with its last
 * connection. Redirects are not followed, bodies are not decoded, proxy variables do not count, and no request is ever
 * written twice: a connection that breaks under it is a failure for the retry policy.
 */
export class UndiciWebhookSender implements WebhookSender {
  readonly #rules: TargetRules;
  readonly #agent: Agent;

  constructor({ rules, resolver, ca }: SenderOptions) {
    this.#rules = rules;
    this.#agent = new Agent({
      connect: {
        lookup: resolver.lookup,
        autoSelectFamily: true,
        rejectUnauthorized: true, // Also where NODE_TLS_REJECT_UNAUTHORIZED=0 would turn it off.
        ...(ca !== undefined && { ca }),
      },
      connectTimeout: connectionLimits.connectSeconds * 1_000,
      connections: connectionLimits.perOrigin,
      keepAliveTimeout: connectionLimits.idleSeconds * 1_000,
      keepAliveMaxTimeout: connectionLimits.idleSecondsMax * 1_000,
      clientTtl: connectionLimits.ageSeconds * 1_000,
      maxHeaderSize: attemptLimits.responseHeaderBytes,
      // The exchange's deadline is the only one.
      headersTimeout: 0,
      bodyTimeout: 0,
      pipelining: 1,
      allowH2: false,
    });
  }

  send({ url: text, headers, body, timeoutMs, excerptBytes }: WebhookRequest): Promise<SendResult> {
    // Not only at registration: the rules may have changed, and the resolver never sees an address that is in the URL.
    const target = readTargetUrl(text, this.#rules);
    return new Promise((resolve) => {
      if (target.outcome === 'refused') return resolve(failure('blocked_address', `the URL ${target.fault}`));
      const { origin, pathname, search } = target.url;
      const exchange = new Exchange(timeoutMs, resolve, excerptBytes);
      this.#agent.dispatch({ origin, path: pathname + search, method: 'POST', headers, body }, exchange);
    });
  }

  /** Closes every connection. What is still being sent fails, so let it finish first. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
