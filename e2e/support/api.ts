/** The API as its documentation tells it, from outside: nothing here is taken from the code of the service. */

interface Subscription {
  readonly id: string;
  readonly tenant_id: string;
  readonly target_url: string;
  readonly event_types: readonly string[];
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout_seconds: number;
  readonly receiver_id: string | null;
  readonly status: 'enabled' | 'disabled';
  readonly disabled_reason: string | null;
}

export interface CreatedSubscription extends Subscription {
  readonly signing_secret: string;
}

export interface Accepted {
  readonly task_id: string;
  readonly event_id: string;
  readonly status: string;
}

interface Published {
  readonly event_id: string;
  readonly deliveries: readonly { readonly task_id: string; readonly subscription_id: string }[];
  readonly deliveries_count: number;
}

interface Attempt {
  readonly number: number;
  readonly trigger: 'scheduled' | 'manual';
  readonly started_at: string;
  readonly status_code: number | null;
  readonly outcome: 'succeeded' | 'failed';
  readonly failure_kind: string | null;
  readonly response_excerpt: string | null;
}

export interface Delivery {
  readonly id: string;
  readonly event_id: string;
  readonly subscription_id: string;
  readonly target_url: string;
  readonly status: 'pending' | 'retrying' | 'delivered' | 'exhausted' | 'cancelled';
  readonly status_reason: string | null;
  readonly attempt_count: number;
  readonly next_attempt_at: string | null;
  readonly expires_at: string | null;
  readonly attempts: readonly Attempt[];
}

interface Event {
  readonly id: string;
  readonly event_type: string | null;
  readonly content_type: string;
  readonly payload: string | null;
  readonly payload_base64: string | null;
  readonly payload_bytes: number;
  readonly deliveries: readonly Omit<Delivery, 'attempts'>[];
}

interface Page<Item> {
  readonly data: readonly Item[];
  readonly next_cursor: string | null;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly in: string; readonly pointer: string; readonly detail: string }[];
  readonly request_id: string;
}

interface ApiKey {
  readonly id: string;
  readonly tenant_id: string;
  readonly key: string;
  readonly last_used_at: string | null;
}

interface Secret {
  readonly signing_secret: string;
}

interface Recovery {
  readonly id: string;
  readonly subscription_id: string | null;
  readonly status: 'running' | 'done' | 'stopped';
  readonly deliveries_count: number | null;
  readonly recovered_count: number;
  readonly skipped_count: number;
  readonly progress: number | null;
}

interface Stats {
  readonly deliveries: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly is_complete: boolean;
}

interface AuditEntry {
  readonly action: string;
  readonly actor: string;
  readonly subject: string;
}

type Headers = Readonly<Record<string, string>>;
type Body = string | Uint8Array<ArrayBuffer>;

export interface Answer {
  readonly status: number;
  readonly headers: globalThis.Headers;
  readonly text: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** A caller with one key. All but `send` throw unless the answer is the one that is documented. */
export class Api {
  readonly #baseUrl: string;
  readonly #key: string | undefined;

  /** The URL of the service, without a slash at its end. */
  get url(): string {
    return this.#baseUrl;
  }

  constructor(baseUrl: string, key?: string) {
    this.#baseUrl = baseUrl;
    this.#key = key;
  }

  withKey(key: string): Api {
    return new Api(this.#baseUrl, key);
  }

  /** A caller without any. */
  withoutKey(): Api {
    return new Api(this.#baseUrl);
  }

  async createTenant(name: string) {
    const answer = await this.sendJson('POST', '/tenants', { name });
    return read<{ readonly id: string; readonly api_key: ApiKey }>(201, answer);
  }

  async createApiKey(about: object) {
    return read<ApiKey>(201, await this.sendJson('POST', '/api-keys', { name: 'e2e', ...about }));
  }

  async createPortalToken(about: object) {
    return read<{ readonly token: string }>(201, await this.sendJson('POST', '/portal-tokens', about));
  }

  async auditLog(query = '') {
    return read<Page<AuditEntry>>(200, await this.send('GET', `/audit-log${query}`));
  }

  async send(method: string, path: string, headers: Headers = {}, body?: Body): Promise<Answer> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers: { ...(this.#key !== undefined && { authorization: `Bearer ${this.#key}` }), ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  sendJson(method: string, path: string, value: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send(method, path, { ...JSON_TYPE, ...headers }, JSON.stringify(value));
  }

  async createSubscription(settings: object, headers?: Headers) {
    return read<CreatedSubscription>(201, await this.sendJson('POST', '/subscriptions', settings, headers));
  }

  async subscription(id: string) {
    return read<Subscription>(200, await this.send('GET', `/subscriptions/${id}`));
  }

  async subscriptions(query: string) {
    return read<Page<Subscription>>(200, await this.send('GET', `/subscriptions${query}`));
  }

  async replaceSubscription(id: string, settings: object) {
    return read<Subscription>(200, await this.sendJson('PUT', `/subscriptions/${id}`, settings));
  }

  async changeSubscription(id: string, patch: object) {
    return read<Subscription>(200, await this.sendJson('PATCH', `/subscriptions/${id}`, patch));
  }

  async setStatus(id: string, change: 'enable' | 'disable') {
    return read<Subscription>(200, await this.send('POST', `/subscriptions/${id}/${change}`));
  }

  async rotateSecret(id: string, how: object) {
    const answer = await this.sendJson('POST', `/subscriptions/${id}/secret/rotate`, how);
    return read<Secret & { readonly in_force_at: string }>(200, answer);
  }

  async secret(id: string) {
    return read<Secret>(200, await this.send('GET', `/subscriptions/${id}/secret`));
  }

  async test(id: string) {
    return read<Accepted>(202, await this.send('POST', `/subscriptions/${id}/test`));
  }

  /** `POST /subscriptions/{id}/recover` or `POST /dead-letters/redrive` */
  async recover(path: string, about: object) {
    return read<Recovery>(202, await this.sendJson('POST', path, about));
  }

  async recovery(id: string) {
    return read<Recovery>(200, await this.send('GET', `/recoveries/${id}`));
  }

  async deadLetters() {
    return read<Page<Omit<Delivery, 'attempts'>>>(200, await this.send('GET', '/dead-letters'));
  }

  async stats(id: string) {
    return read<Stats>(200, await this.send('GET', `/subscriptions/${id}/stats`));
  }

  /** Hands an event in, as JSON unless the headers say otherwise. */
  async ingest(subscriptionId: string, body: Body = '{}', headers: Headers = JSON_TYPE) {
    return read<Accepted>(202, await this.send('POST', `/ingest/${subscriptionId}`, headers, body));
  }

  async publish(event: object, headers?: Headers) {
    return read<Published>(202, await this.sendJson('POST', '/events', event, headers));
  }

  async delivery(id: string) {
    return read<Delivery>(200, await this.send('GET', `/status/${id}`));
  }

  async deliveries(subscriptionId: string, query = '') {
    const answer = await this.send('GET', `/subscriptions/${subscriptionId}/deliveries${query}`);
    return read<Page<Omit<Delivery, 'attempts'>>>(200, answer);
  }

  async replay(id: string) {
    return read<Delivery>(202, await this.send('POST', `/deliveries/${id}/replay`));
  }

  async cancel(id: string) {
    return read<Delivery>(200, await this.send('POST', `/deliveries/${id}/cancel`));
  }

  async event(id: string) {
    return read<Event>(200, await this.send('GET', `/events/${id}`));
  }

  async events(query: string) {
    return read<Page<Event>>(200, await this.send('GET', `/events${query}`));
  }
}

/** The problem document in an answer. @throws if the answer is anything else */
export function problemIn({ status, headers, text }: Answer): Problem {
  const problem = JSON.parse(text) as Problem;
  const mediaType = headers.get('content-type');
  if (mediaType === 'application/problem+json' && problem.status === status) return problem;
  throw new Error(`a ${status} of type ${mediaType} is not a problem document: ${text}`);
}

function read<Resource>(status: number, answer: Answer): Resource {
  if (answer.status === status) return JSON.parse(answer.text) as Resource;
  throw new Error(`the answer is ${answer.status} instead of ${status}: ${answer.text}`);
}
