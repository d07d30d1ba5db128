import { LRUCache } from 'lru-cache';
import { receiverAuthLimits } from '../../domain/limits.ts';
import { basicAuthorization, type ClientCredentials } from '../../domain/receiver-auth.ts';
import type { SendResult } from '../../domain/response-classification.ts';
import { originOf } from '../../domain/target-origin.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { AccessToken, AccessTokens, TokenOwner, WebhookSender } from '../../ports/receivers.ts';

const { tokenRequestSeconds, tokenAnswerBytes, tokenMarginSeconds, tokenSecondsDefault, tokensMost } =
  receiverAuthLimits;

/** Good while both clocks say so: one may be set back, and the other may stand still while a computer sleeps. */
interface KeptToken {
  readonly token: string;
  readonly goodUntilMs: number;
  readonly goodUntilMonotonicMs: number;
}

/**
 * Asks by the same guarded way as attempts go: a token endpoint is as much a stranger's as a target. However many
 * attempts want a token at the same moment, it is asked for once.
 */
export class OAuth2AccessTokens implements AccessTokens {
  readonly #sender: WebhookSender;
  readonly #clock: Clock;
  readonly #kept = new LRUCache<string, KeptToken>({ max: tokensMost });
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
      excerptBytes: tokenAnswerBytes,
    });
    const answer = tokenIn(result);
    if (!('token' in answer)) return { ok: false, ...answer };
    const goodMs = (answer.seconds - tokenMarginSeconds) * 1_000;
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

/** New credentials and a new origin of the target are another key: the tokens of the old ones are not used any more. */
const keyOf = ({ id, targetUrl }: TokenOwner, credentials: ClientCredentials): string =>
  JSON.stringify([id, originOf(targetUrl), credentials]);

/** RFC 6749, section 2.3.1: both parts are encoded as in a form before they are put together. */
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
  return { token, seconds: isNumber ? seconds : tokenSecondsDefault };
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
