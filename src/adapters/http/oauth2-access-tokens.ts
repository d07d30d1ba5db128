import { LRUCache } from 'lru-cache';
import { receiverAuthLimits } from '../../domain/limits.ts';
import { basicAuthorization, type ClientCredentials } from '../../domain/receiver-auth.ts';
import type { SendResult } from '../../domain/response-classification.ts';
import { originOf } from '../../domain/target-origin.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { AccessToken, AccessTokens, TokenOwner, WebhookSender } from '../../ports/receivers.ts';

const { tokenRequestSeconds } = receiverAuthLimits;
/** Bytes of the token endpoint's answer that are read. */
const TOKEN_ANSWER_BYTES = 16 * 1024;
/** A new token is requested this long before the old one expires. */
const TOKEN_MARGIN_SECONDS = 60;
/** A token without an expiry time is kept for this long. */
const TOKEN_SECONDS_DEFAULT = 300;
const TOKENS_MOST = 1_000;

/**
 * Valid while both clocks say so: the wall clock can be set back, and the monotonic clock stops while a computer
 * sleeps.
 */
interface KeptToken {
  readonly token: string;
  readonly goodUntilMs: number;
  readonly goodUntilMonotonicMs: number;
}

/**
 * Requests tokens through the same guarded sender as attempts: a token endpoint is as untrusted as a target. Concurrent
 * attempts share one request.
 */
export class OAuth2AccessTokens implements AccessTokens {
  readonly #sender: WebhookSender;
  readonly #clock: Clock;
  readonly #kept = new LRUCache<string, KeptToken>({ max: TOKENS_MOST });
  readonly #asked = new Map<string, Promise<AccessToken>>();

  constructor(sender: WebhookSender, clock: Clock) {
    this.#sender = sender;
    this.#clock = clock;
  }

  async tokenFor(owner: TokenOwner, credentials: ClientCredentials): Promise<AccessToken> {
    const key = keyOf(owner, credentials);
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#isGood(kept)) return { ok: true, token: kept.token };
    let asked = this.#asked.get(key);
    if (asked === undefined) {
      asked = this.#ask(key, credentials).finally(() => this.#asked.delete(key));
      this.#asked.set(key, asked);
    }
    return asked;
  }

  forget(owner: TokenOwner, credentials: ClientCredentials): void {
    this.#kept.delete(keyOf(owner, credentials));
  }

  async #ask(key: string, credentials: ClientCredentials): Promise<AccessToken> {
    const [askedAtMs, askedMonotonicMs] = [this.#clock.nowMs(), monotonicMs(this.#clock)];
    const result = await this.#sender.send({
      url: credentials.tokenUrl,
      headers: {
        accept: 'application/json',
        authorization: clientAuthorization(credentials),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: Buffer.from(tokenRequest(credentials).toString()),
      timeoutMs: tokenRequestSeconds * 1_000,
      excerptBytes: TOKEN_ANSWER_BYTES,
    });
    const answer = tokenIn(result);
    if (!('token' in answer)) return { ok: false, ...answer };
    const goodMs = (answer.seconds - TOKEN_MARGIN_SECONDS) * 1_000;
    this.#kept.set(key, {
      token: answer.token,
      goodUntilMs: askedAtMs + goodMs,
      goodUntilMonotonicMs: askedMonotonicMs + goodMs,
    });
    return { ok: true, token: answer.token };
  }

  #isGood({ goodUntilMs, goodUntilMonotonicMs }: KeptToken): boolean {
    return goodUntilMs > this.#clock.nowMs() && goodUntilMonotonicMs > monotonicMs(this.#clock);
  }
}

/** New credentials or a new origin of the target make another key, so old tokens are no longer used. */
const keyOf = ({ id, targetUrl }: TokenOwner, credentials: ClientCredentials): string =>
  JSON.stringify([id, originOf(targetUrl), credentials]);

/** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
const clientAuthorization = ({ clientId, clientSecret }: ClientCredentials): string =>
  basicAuthorization({ username: formEncoded(clientId), password: formEncoded(clientSecret) });

const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice('='.length);

const tokenRequest = ({ scope, audience }: ClientCredentials): URLSearchParams =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope !== null && { scope }),
    ...(audience !== null && { audience }),
  });

type TokenAnswer =
  | { readonly token: string; readonly seconds: number }
  | { readonly fault: string }
  | { readonly ownFault: string };

function tokenIn(result: SendResult): TokenAnswer {
  if (result.kind === 'own_fault') return { ownFault: result.error };
  if (result.kind === 'failure') return { fault: `could not be reached: ${result.error}` };
  if (result.statusCode !== 200) return { fault: `answered HTTP ${result.statusCode}` };
  const { access_token: token, token_type: type, expires_in: seconds } = jsonObjectIn(result.excerpt);
  if (typeof token !== 'string' || !VISIBLE_ASCII.test(token)) return { fault: 'answered without a token' };
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer') {
    return { fault: 'answered with a token that is no bearer token' };
  }
  const isNumber = typeof seconds === 'number' && Number.isFinite(seconds);
  return { token, seconds: isNumber ? seconds : TOKEN_SECONDS_DEFAULT };
}

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

function jsonObjectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
