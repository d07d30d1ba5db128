import type { LiveFilter } from './generated/openapi.ts';
import type { LiveItem, LiveOptions } from './live/items.ts';
import { liveItems } from './live/live.ts';
import { resourcesOver } from './resources.ts';
import { type PosthornOptions, Transport } from './transport.ts';

export { ConnectionError, PosthornError, ProblemError } from './errors.ts';
export type * from './generated/openapi.ts';
export { isIdempotentReplay } from './idempotent-replay.ts';
export { List, type Page } from './list.ts';
export type * from './live/items.ts';
export type {
  CloudEvent,
  CloudEventOptions,
  IngestOptions,
  Payload,
  PayloadOptions,
  PublishPayloadOptions,
  Signing,
} from './payloads.ts';
export type { CallOptions, KeyedCallOptions, PosthornOptions } from './transport.ts';
export {
  type VerifiedWebhook,
  verifyWebhook,
  type WebhookHeaders,
  WebhookVerificationError,
} from './webhooks.ts';

type Resources = ReturnType<typeof resourcesOver>;

/**
 * Posthorn's API. Calls return the answers of the API, with the API's own names. They throw `ProblemError` if Posthorn
 * rejects a call and `ConnectionError` if it cannot be reached. Safe calls are retried.
 */
export class Posthorn {
  readonly subscriptions: Resources['subscriptions'];
  readonly filters: Resources['filters'];
  readonly events: Resources['events'];
  readonly ingest: Resources['ingest'];
  readonly deliveries: Resources['deliveries'];
  readonly deadLetters: Resources['deadLetters'];
  readonly recoveries: Resources['recoveries'];
  readonly eventTypes: Resources['eventTypes'];
  readonly receivers: Resources['receivers'];
  readonly apiKeys: Resources['apiKeys'];
  readonly tenants: Resources['tenants'];
  readonly portalTokens: Resources['portalTokens'];
  readonly auditLog: Resources['auditLog'];
  readonly stats: Resources['stats'];
  readonly me: Resources['me'];
  readonly signIns: Resources['signIns'];
  readonly service: Resources['service'];

  constructor(options: PosthornOptions) {
    const resources = resourcesOver(new Transport(options));
    this.subscriptions = resources.subscriptions;
    this.filters = resources.filters;
    this.events = resources.events;
    this.ingest = resources.ingest;
    this.deliveries = resources.deliveries;
    this.deadLetters = resources.deadLetters;
    this.recoveries = resources.recoveries;
    this.eventTypes = resources.eventTypes;
    this.receivers = resources.receivers;
    this.apiKeys = resources.apiKeys;
    this.tenants = resources.tenants;
    this.portalTokens = resources.portalTokens;
    this.auditLog = resources.auditLog;
    this.stats = resources.stats;
    this.me = resources.me;
    this.signIns = resources.signIns;
    this.service = resources.service;
  }

  /**
   * Deliveries and attempts as they happen, until the loop is left or `signal` is aborted:
   * `for await (const item of posthorn.live({ statuses: ['exhausted'] }))`. Connects again after a break, and goes on
   * where it was. Polls the lists, with the same items, where there is no live view or no `WebSocket`. An item comes once;
   * after a break of more than 5 minutes a `skipped` item says that some may be missing.
   */
  live(filter: LiveFilter = {}, options: LiveOptions = {}): AsyncGenerator<LiveItem, void, undefined> {
    return liveItems(filter, { ...options, api: this });
  }
}
