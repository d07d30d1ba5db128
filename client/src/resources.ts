import { type Calls, callsOver } from './calls.ts';
import { payloadCallsOver } from './payloads.ts';
import type { Transport } from './transport.ts';

/** All calls of the API, one operation per line. A test compares them with the OpenAPI document. */
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
    receivers: receivers(calls),
    apiKeys: apiKeys(calls),
    tenants: tenants(calls),
    portalTokens: portalTokens(calls),
    auditLog: auditLog(calls),
    stats: stats(calls),
    me: me(calls),
    signIns: signIns(calls),
    service: service(calls),
  };
}

type PayloadCalls = ReturnType<typeof payloadCallsOver>;

const subscriptions = ({ call, list }: Calls) => ({
  /** Registers a receiver. The answer shows the `signing_secret` once. */
  create: call('createSubscription'),
  /** Newest first. */
  list: list('listSubscriptions'),
  get: call('getSubscription'),
  /** Replaces all settings: omitted settings get their default. */
  replace: call('replaceSubscription'),
  /** Changes the given settings (JSON Merge Patch, RFC 7396). Not retried by the client. */
  update: call('updateSubscription'),
  delete: call('deleteSubscription'),
  /** Held deliveries are sent. Not retried by the client. */
  enable: call('enableSubscription'),
  /** Open deliveries are held. Not retried by the client. */
  disable: call('disableSubscription'),
  /** Newest first. */
  deliveries: list('listSubscriptionDeliveries'),
  /** Sends a test event. */
  test: call('testSubscription'),
  stats: call('getStats'),
  /** The signing secret. */
  secret: call('getSecret'),
  /** A new signing secret; during a grace period the old one signs as well. */
  rotateSecret: call('rotateSecret'),
  /** The public keys of `v1a` signatures, as a JSON Web Key Set. */
  publicKeys: call('getPublicKeys'),
});

const filters = ({ call }: Calls) => ({
  /** Tests a filter and event types with an event, without storing or sending anything. */
  test: call('testFilter'),
});

const events = ({ call, list }: Calls, { publish, publishCloudEvent }: PayloadCalls) => ({
  /** Publishes an event to every matching subscription. */
  publish: call('publishEvent'),
  /** The same with a payload that is not JSON, or whose bytes matter. */
  publishPayload: publish,
  /** The same with a CloudEvent, which receivers get whole (structured mode). */
  publishCloudEvent,
  /** Up to 100 events, each accepted or rejected on its own: check the `results`. */
  publishBatch: call('publishBatch'),
  /** Newest first. */
  list: list('listEvents'),
  /** With its payload and deliveries. */
  get: call('getEvent'),
  /** To one subscription that has no delivery of the event yet. Not retried by the client. */
  send: call('sendEvent'),
  /** Keeps the event and its deliveries. */
  deletePayload: call('deletePayload'),
});

const ingest = ({ call }: Calls, { ingest: send, ingestBatch }: PayloadCalls) => ({
  /** Ingests an event for one subscription, byte for byte. */
  send,
  /** Up to 100 events, each accepted or rejected on its own: check the `results`. */
  sendBatch: ingestBatch,
  /** Answers the verification request of Meta's webhooks: the challenge, as text. */
  answerHub: call('answerHub'),
});

const deliveries = ({ call, list }: Calls) => ({
  /** Of all subscriptions, newest first. */
  list: list('listDeliveries'),
  /** With all its attempts. */
  get: call('getDelivery'),
  /** The same, by the `task_id` from the answer of `ingest`. */
  status: call('getStatus'),
  /** The request that an attempt sent, computed again: headers, body and signature. */
  attemptRequest: call('getAttemptRequest'),
  /** Sends a delivery that has ended again, with the same `webhook-id`. */
  replay: call('replayDelivery'),
  /** Makes the next attempt of an open delivery now. */
  retry: call('retryDelivery'),
  /** Cancels an open delivery. Not retried by the client. */
  cancel: call('cancelDelivery'),
  /** A ticket that opens one live connection. `posthorn.live()` uses it. Not retried by the client. */
  liveTicket: call('createLiveTicket'),
});

const deadLetters = ({ call, list }: Calls) => ({
  /** Exhausted deliveries of all subscriptions, newest events first. */
  list: list('listDeadLetters'),
  /** Replays them in the background: the answer is the recovery. */
  redrive: call('redriveDeadLetters'),
});

const recoveries = ({ call, list }: Calls) => ({
  /**
   * Replays the exhausted deliveries of a subscription from a time range, in the background; with `missed`, sends the
   * events that match it and that it has no delivery of.
   */
  start: call('recoverSubscription'),
  /** Newest first. */
  list: list('listRecoveries'),
  get: call('getRecovery'),
  /** Ends a recovery; attempts that are under way continue. Not retried by the client. */
  stop: call('stopRecovery'),
});

const eventTypes = ({ call, list }: Calls) => ({
  create: call('createEventType'),
  /** Sorted by name. */
  list: list('listEventTypes'),
  get: call('getEventType'),
  /** Changes the given fields. Not retried by the client. */
  update: call('updateEventType'),
  delete: call('deleteEventType'),
  /** The catalogue as an OpenAPI document. */
  openapi: call('eventTypesOpenApi'),
});

const receivers = ({ call, list }: Calls) => ({
  /** Gives a `receiver_id` a name and limits. */
  create: call('createReceiver'),
  /** Sorted by id. */
  list: list('listReceivers'),
  get: call('getReceiver'),
  /** Changes the given fields. Not retried by the client. */
  update: call('updateReceiver'),
  /** Its subscriptions and events stay. */
  delete: call('deleteReceiver'),
});

const apiKeys = ({ call, list }: Calls) => ({
  /** The answer shows the key once. */
  create: call('createApiKey'),
  list: list('listApiKeys'),
  /** Revokes the key. */
  delete: call('deleteApiKey'),
});

const tenants = ({ call, list }: Calls) => ({
  /** The answer shows the first admin key once. */
  create: call('createTenant'),
  list: list('listTenants'),
});

const portalTokens = ({ call }: Calls) => ({
  /** A short-lived token for the resources of one receiver. Not retried by the client. */
  create: call('createPortalToken'),
  /** Revokes all portal tokens created for a receiver until now. */
  revoke: call('revokePortalTokens'),
});

const auditLog = ({ list }: Calls) => ({
  /** All changes, newest first. */
  list: list('listAuditEntries'),
});

const stats = ({ call }: Calls) => ({
  /** Events, deliveries and attempts over time, from counters by minute. */
  read: call('getStatsOverTime'),
});

const me = ({ call }: Calls) => ({
  /** The API key or portal token of the client, and its rights. */
  get: call('getMe'),
});

const signIns = ({ call }: Calls) => ({
  /** Exchanges the code of a sign-in link, once, for an API key that expires. Not retried by the client. */
  create: call('signIn'),
  /** A code for such a link. Only the embedded service has sign-in links. */
  createCode: call('createSignInCode'),
});

const service = ({ call }: Calls) => ({
  health: call('health'),
  /** Version, state of the store, and limits in force. */
  about: call('getAbout'),
  /** The OpenAPI document. */
  openapi: call('openapi'),
  /** Swagger UI, as HTML. */
  docs: call('docs'),
});
