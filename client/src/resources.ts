import { type Calls, callsOver } from './calls.ts';
import { payloadCallsOver } from './payloads.ts';
import type { Transport } from './transport.ts';

/**
 * Everything that the API can do, an operation a line. A test compares this with the OpenAPI document, so that none is
 * forgotten.
 */
export function resourcesOver(transport: Transport) {
  const calls = callsOver(transport);
  const payloads = payloadCallsOver(transport);
  return {
    subscriptions: subscriptions(calls),
    filters: filters(calls),
    events: events(calls, payloads),
    ingest: ingest(calls, payloads),
    deliveries: deliveries(calls),
    deadLetters: deadLetters(calls),
    recoveries: recoveries(calls),
    eventTypes: eventTypes(calls),
    apiKeys: apiKeys(calls),
    tenants: tenants(calls),
    portalTokens: portalTokens(calls),
    auditLog: auditLog(calls),
    service: service(calls),
  };
}

type PayloadCalls = ReturnType<typeof payloadCallsOver>;

const subscriptions = ({ call, list }: Calls) => ({
  /** Registers a receiver. The answer has the `signing_secret`, this once. */
  create: call('createSubscription'),
  /** Newest first. */
  list: list('listSubscriptions'),
  get: call('getSubscription'),
  /** Sets everything: what is left out becomes its default. */
  replace: call('replaceSubscription'),
  /** Changes what is given (JSON Merge Patch, RFC 7396). Not repeated by itself. */
  update: call('updateSubscription'),
  delete: call('deleteSubscription'),
  /** What was held meanwhile is sent. Not repeated by itself. */
  enable: call('enableSubscription'),
  /** What is open is held. Not repeated by itself. */
  disable: call('disableSubscription'),
  /** Newest first. */
  deliveries: list('listSubscriptionDeliveries'),
  /** Sends an example. */
  test: call('testSubscription'),
  stats: call('getStats'),
  /** The signing secret. */
  secret: call('getSecret'),
  /** A new signing secret; for a grace period the old one signs too. */
  rotateSecret: call('rotateSecret'),
  /** The public keys of `v1a` signatures, as a JSON Web Key Set. */
  publicKeys: call('getPublicKeys'),
});

const filters = ({ call }: Calls) => ({
  /** Tries a filter and event types with an event, without storing or sending anything. */
  test: call('testFilter'),
});

const events = ({ call, list }: Calls, { publish, publishCloudEvent }: PayloadCalls) => ({
  /** Hands an event to every subscription that wants its type. */
  publish: call('publishEvent'),
  /** The same with a payload that is no JSON, or whose bytes matter. */
  publishPayload: publish,
  /** The same with a CloudEvent, which receivers get whole (structured mode). */
  publishCloudEvent,
  /** Up to 100 events; each is taken or refused by itself, so look at the `results`. */
  publishBatch: call('publishBatch'),
  /** Newest first. */
  list: list('listEvents'),
  /** With its payload and deliveries. */
  get: call('getEvent'),
  /** To one subscription that has no delivery of it yet. Not repeated by itself. */
  send: call('sendEvent'),
  /** Keeps what became of it. */
  deletePayload: call('deletePayload'),
});

const ingest = ({ call }: Calls, { ingest: send, ingestBatch }: PayloadCalls) => ({
  /** Hands an event to one subscription, byte for byte. */
  send,
  /** Up to 100 events; each is taken or refused by itself, so look at the `results`. */
  sendBatch: ingestBatch,
  /** Answers as Meta's webhooks ask: the challenge, as text. */
  answerHub: call('answerHub'),
});

const deliveries = ({ call }: Calls) => ({
  /** With all its attempts. */
  get: call('getDelivery'),
  /** The same, by the `task_id` that `ingest` answers with. */
  status: call('getStatus'),
  /** Sends one again that is finished, well or badly, under the same `webhook-id`. */
  replay: call('replayDelivery'),
  /** Makes the next attempt of one that is open now. */
  retry: call('retryDelivery'),
  /** Ends one that is open. Not repeated by itself. */
  cancel: call('cancelDelivery'),
});

const deadLetters = ({ call, list }: Calls) => ({
  /** Exhausted deliveries of all subscriptions, those of the newest events first. */
  list: list('listDeadLetters'),
  /** Replays them, in the background: the answer is the recovery. */
  redrive: call('redriveDeadLetters'),
});

const recoveries = ({ call, list }: Calls) => ({
  /**
   * Replays everything of a subscription that was exhausted in a time, in the background; with `missed`, brings the events
   * that it wants and has no delivery of.
   */
  start: call('recoverSubscription'),
  /** Newest first. */
  list: list('listRecoveries'),
  get: call('getRecovery'),
  /** What is under way goes on. Not repeated by itself. */
  stop: call('stopRecovery'),
});

const eventTypes = ({ call, list }: Calls) => ({
  create: call('createEventType'),
  /** By name. */
  list: list('listEventTypes'),
  get: call('getEventType'),
  /** Changes what is given. Not repeated by itself. */
  update: call('updateEventType'),
  delete: call('deleteEventType'),
  /** The catalogue as an OpenAPI document. */
  openapi: call('eventTypesOpenApi'),
});

const apiKeys = ({ call, list }: Calls) => ({
  /** The answer has the key, this once. */
  create: call('createApiKey'),
  list: list('listApiKeys'),
  /** Revokes it. */
  delete: call('deleteApiKey'),
});

const tenants = ({ call, list }: Calls) => ({
  /** The answer has its first admin key, this once. */
  create: call('createTenant'),
  list: list('listTenants'),
});

const portalTokens = ({ call }: Calls) => ({
  /** A short-lived token that opens what is of one receiver. Not repeated by itself. */
  create: call('createPortalToken'),
  /** Revokes all that were made for a receiver until now. */
  revoke: call('revokePortalTokens'),
});

const auditLog = ({ list }: Calls) => ({
  /** Who has changed what, newest first. */
  list: list('listAuditEntries'),
});

const service = ({ call }: Calls) => ({
  health: call('health'),
  /** The OpenAPI document. */
  openapi: call('openapi'),
  /** Swagger UI, as HTML. */
  docs: call('docs'),
});
