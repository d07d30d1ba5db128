import { ConnectionError, PosthornError, ProblemError, problemFrom } from './errors.ts';
import { noteIdempotentReplay } from './idempotent-replay.ts';
import { isPassing, leavesOpen, sleep, waitMs } from './retry.ts';

export interface PosthornOptions {
  /** The URL of Posthorn: `http://127.0.0.1:8000`, or `https://….amazonaws.com/prod`. */
  readonly url: string;
  /** An API key `phk_…`, or a portal token `pht_…`. A few calls need none, for example `service.health()`. */
  readonly apiKey?: string | undefined;
  /** The timeout of one request with its whole answer, in seconds; default: 30. */
  readonly timeoutSeconds?: number;
  /** The most retries of a call that is safe to repeat; default: 3; 0: never. */
  readonly maxRetries?: number;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface CallOptions {
  /** Aborts the call, including the waits between its requests; the call throws its reason. */
  readonly signal?: AbortSignal;
  /** For this call; see `PosthornOptions`. */
  readonly timeoutSeconds?: number;
  /** For this call; see `PosthornOptions`. */
  readonly maxRetries?: number;
}

export interface KeyedCallOptions extends CallOptions {
  /**
   * Makes a repeat safe for 24 hours, also from another process. By default the client generates a key, so that its own
   * retries do nothing twice.
   */
  readonly idempotencyKey?: string;
}

type QueryValue = string | number | boolean | null | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

export interface ApiRequest {
  readonly method: string;
  /** From `/` on, encoded. */
  readonly path: string;
  readonly query?: Query | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
  /** Whether the operation uses `Idempotency-Key`. */
  readonly takesKey: boolean;
  /** The body identifies itself (CloudEvents), so the client generates no key. */
  readonly hasOwnKey?: boolean;
}

/** Replaced in tests. */
export interface Surroundings {
  readonly sleep: typeof sleep;
  readonly random: () => number;
  readonly nowMs: () => number;
}

const realSurroundings: Surroundings = { sleep, random: Math.random, nowMs: Date.now };

const TIMEOUT_SECONDS_DEFAULT = 30;
const MAX_RETRIES_DEFAULT = 3;

/** One call: as many requests as it takes, if retrying is safe, until there is an answer. */
export class Transport {
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #options: PosthornOptions;
  readonly #surroundings: Surroundings;

  /** @throws TypeError for an invalid option; the message never contains the key */
  constructor(options: PosthornOptions, surroundings: Surroundings = realSurroundings) {
    this.#origin = checkedUrl(options.url);
    this.#headers =
      options.apiKey === undefined ? {} : { authorization: `Bearer ${checkedKey(options.apiKey)}` };
    this.#options = options;
    this.#surroundings = surroundings;
  }

  /**
   * @returns the JSON of the answer, its text if it has another type, undefined if it is empty
   * @throws ProblemError, ConnectionError, or the reason of `options.signal`; TypeError for a key that cannot be sent
   */
  async call(request: ApiRequest, options: KeyedCallOptions = {}): Promise<unknown> {
    const keyed = request.takesKey ? withKey(request, options.idempotencyKey) : request;
    let mayBeDone = false;
    for (let repeat = 1; ; repeat++) {
      try {
        return await this.#requestOnce(keyed, options);
      } catch (error) {
        if (mayBeDone && isGone(request, error)) return undefined;
        mayBeDone ||= leavesOpen(error);
        const pauseMs = this.#pauseMs(request, options, error, repeat);
        if (pauseMs === undefined) throw error;
        await this.#surroundings.sleep(pauseMs, options.signal);
      }
    }
  }

  /** @returns undefined if the call is not retried */
  #pauseMs(request: ApiRequest, options: CallOptions, error: unknown, repeat: number): number | undefined {
    const maxRetries = options.maxRetries ?? this.#options.maxRetries ?? MAX_RETRIES_DEFAULT;
    const mayRepeat = repeat <= maxRetries && isSafeToRepeat(request) && isPassing(error);
    return mayRepeat ? waitMs(error, repeat, this.#surroundings.random()) : undefined;
  }

  async #requestOnce(
    { method, path, query, headers, body }: ApiRequest,
    options: CallOptions,
  ): Promise<unknown> {
    options.signal?.throwIfAborted();
    const { fetch = globalThis.fetch } = this.#options;
    const seconds = options.timeoutSeconds ?? this.#options.timeoutSeconds ?? TIMEOUT_SECONDS_DEFAULT;
    const timeout = AbortSignal.timeout(seconds * 1_000);
    const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
    const url = `${this.#origin}${path}${queryText(query)}`;
    // A redirected POST would become a GET, whose answer would pass for the answer of the POST.
    const init: RequestInit = {
      method,
      headers: { ...this.#headers, ...headers },
      signal,
      redirect: 'error',
    };
    if (body !== undefined) init.body = body;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, init);
      text = await response.text();
    } catch (cause) {
      options.signal?.throwIfAborted();
      const why = timeout.aborted ? `no answer within ${seconds} s` : reasonOf(cause);
      throw new ConnectionError(`${this.#origin}: ${why}`, { cause });
    }
    if (!response.ok) throw problemFrom(response, text, this.#surroundings.nowMs());
    const content = contentOf(response, text, url);
    if (response.headers.get('idempotency-replayed') === 'true') noteIdempotentReplay(content);
    return content;
  }
}

function checkedUrl(text: string): string {
  const { protocol, username, search, hash } = URL.canParse(text) ? new URL(text) : new URL('none:');
  if (!/^https?:$/.test(protocol) || username || search || hash) {
    throw new TypeError('url must be the URL of Posthorn, such as http://127.0.0.1:8000');
  }
  return text.replace(/\/+$/, '');
}

function checkedKey(key: string): string {
  // The error of fetch about an invalid header contains its value.
  if (!/^[!-~]+$/.test(key)) throw new TypeError('apiKey must be visible ASCII characters without spaces');
  return key;
}

function withKey(request: ApiRequest, given: string | undefined): ApiRequest {
  if (given !== undefined && !/^[!-~]+$/.test(given)) {
    throw new TypeError('idempotencyKey must be visible ASCII characters without spaces');
  }
  const key = given ?? (request.hasOwnKey ? undefined : globalThis.crypto.randomUUID());
  if (key === undefined) return request;
  return { ...request, headers: { ...request.headers, 'idempotency-key': key } };
}

const isSafeToRepeat = ({ method, takesKey }: ApiRequest): boolean =>
  takesKey || ['GET', 'PUT', 'DELETE'].includes(method);

/** A resource whose deletion was requested before, with a lost answer, is gone: then the retry has succeeded. */
const isGone = ({ method }: ApiRequest, error: unknown): boolean =>
  method === 'DELETE' && error instanceof ProblemError && error.code === 'not-found';

function queryText(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])))}`;
}

const BAD_PORT =
  'fetch refuses this port, as browsers do (https://fetch.spec.whatwg.org/#port-blocking). Let Posthorn listen on another port';

/** Why a fetch failed: in Node.js the cause has the code, for example `ECONNREFUSED`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  if (cause.message === 'bad port') return BAD_PORT;
  return cause.message || String((cause as { code?: unknown }).code ?? error.message);
}

function contentOf(response: Response, text: string, url: string): unknown {
  if (text === '') return undefined;
  if (!/[/+]json\b/.test(response.headers.get('content-type') ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PosthornError(`the answer of ${url} is not valid JSON`, { cause });
  }
}
