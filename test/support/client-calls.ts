import type { OperationId } from '../../client/src/calls.ts';
import type { Posthorn, SubscriptionInput } from '../../client/src/posthorn.ts';
import { eventually } from './eventually.ts';
import { always, type Receiver } from './receiver.ts';

/** One call, by any client; the resource of the call exists already. */
type PreparedCall = (client: Posthorn) => Promise<unknown>;

/** A call of every operation. That none is forgotten is for the compiler to see. */
export type PreparedCalls = Readonly<Record<OperationId, PreparedCall>>;

const TYPE = 'calls.made';
const LONG_AGO = '2026-01-01T00:00:00Z';

/** The resources of calls, each made for one call only, so that no call affects another. */
async function thingsFor(direct: Posthorn, receiver: Receiver) {
  const subscription = async (about: Partial<SubscriptionInput> = {}) => {
    const target_url = receiver.target().url;
    return (await direct.subscriptions.create({ target_url, event_types: ['calls.none'], ...about })).id;
  };
  const handedIn = async (status: string, answer: number, schedule: number[]) => {
    const target_url = receiver.target(always(answer)).url;
    const id = await subscription({ target_url, event_types: [TYPE], retry_policy: { schedule } });
    const accepted = await direct.ingest.send(id, { n: 1 }, { eventType: TYPE });
    await eventually(`it is ${status}`, async () => {
      return (await direct.deliveries.get(accepted.task_id)).status === status;
    });
    return { ...accepted, subscription_id: id };
  };
  const exhausted = () => handedIn('exhausted', 500, []);
  const redriven = await exhausted();
  const redrivenUntil = new Date().toISOString();
  return {
    subscription,
    redriven,
    redrivenUntil,
    replayed: await exhausted(),
    recovered: await exhausted(),
    delivered: await handedIn('delivered', 200, []),
    emptied: await handedIn('delivered', 200, []),
    retried: await handedIn('retrying', 500, [3_600]),
    cancelled: await handedIn('retrying', 500, [3_600]),
    recovery: await direct.recoveries.start((await exhausted()).subscription_id, { since: LONG_AGO }),
    eventType: async (name: string) => (await direct.eventTypes.create({ name })).name,
    key: await direct.apiKeys.create({ name: 'to be deleted', scopes: ['read'] }),
  };
}

export async function prepareCalls(direct: Posthorn, receiver: Receiver): Promise<PreparedCalls> {
  const things = await thingsFor(direct, receiver);
  const { subscription, delivered, recovery, eventType } = things;
  const target_url = receiver.target().url;
  const kept = await subscription();
  const replaced = await subscription();
  const updated = await subscription();
  const deleted = await subscription();
  const enabled = await subscription({ status: 'disabled' });
  const disabled = await subscription();
  const rotated = await subscription();
  const asymmetric = await subscription({ signature_versions: ['v1', 'v1a'] });
  const read = await eventType('calls.read');
  const changed = await eventType('calls.changed');
  const removed = await eventType('calls.removed');
  for (const id of ['calls/read', 'calls/changed', 'calls/removed']) {
    await direct.receivers.create({ id, name: id });
  }
  const hub = await subscription({
    source: { type: 'meta', verify_token: 'meatyhamhock' },
    ingest_secret: 'meta-hush-hush-hush-hush',
  });
  const events = [{ payload: 1 }, { payload: 2 }];
  return {
    createSubscription: (c) => c.subscriptions.create({ target_url, event_types: ['calls.none'] }),
    listSubscriptions: (c) => c.subscriptions.list({ limit: 2 }).take(100),
    getSubscription: (c) => c.subscriptions.get(kept),
    replaceSubscription: (c) => c.subscriptions.replace(replaced, { target_url, receiver_id: 'customer-7' }),
    updateSubscription: (c) => c.subscriptions.update(updated, { description: 'updated' }),
    deleteSubscription: (c) => c.subscriptions.delete(deleted),
    enableSubscription: (c) => c.subscriptions.enable(enabled),
    disableSubscription: (c) => c.subscriptions.disable(disabled),
    listSubscriptionDeliveries: (c) => c.subscriptions.deliveries(delivered.subscription_id).take(100),
    testSubscription: (c) => c.subscriptions.test(kept, { payload: { test: true } }),
    getStatsOverTime: (c) => c.stats.read({ by: 'event_type' }),
    getStats: (c) => c.subscriptions.stats(delivered.subscription_id),
    getSecret: (c) => c.subscriptions.secret(kept),
    rotateSecret: (c) => c.subscriptions.rotateSecret(rotated, { grace_period_seconds: 60 }),
    getPublicKeys: (c) => c.subscriptions.publicKeys(asymmetric),
    testFilter: (c) => c.filters.test({ filter: { order: [1001] }, payload: { order: 1001 } }),
    ingestEvent: (c) => c.ingest.send(kept, 'a text', { eventType: 'calls.none' }),
    ingestBatch: (c) =>
      c.ingest.sendBatch(kept, { events: events.map((one) => ({ ...one, event_type: 'calls.none' })) }),
    answerHub: (c) =>
      c.ingest.answerHub(hub, {
        'hub.mode': 'subscribe',
        'hub.challenge': '1158201444',
        'hub.verify_token': 'meatyhamhock',
      }),
    publishEvent: (c) => c.events.publish({ event_type: 'calls.unwanted', payload: 1 }),
    listEvents: (c) => c.events.list({ event_type: TYPE, limit: 2 }).take(100),
    publishBatch: (c) =>
      c.events.publishBatch({ events: events.map((one) => ({ ...one, event_type: 'calls.unwanted' })) }),
    getEvent: (c) => c.events.get(delivered.event_id),
    sendEvent: (c) => c.events.send(delivered.event_id, { subscription_id: kept }),
    deletePayload: (c) => c.events.deletePayload(things.emptied.event_id),
    listDeliveries: (c) => c.deliveries.list({ limit: 2 }).take(100),
    getDelivery: (c) => c.deliveries.get(delivered.task_id),
    getStatus: (c) => c.deliveries.status(delivered.task_id),
    getAttemptRequest: (c) => c.deliveries.attemptRequest(delivered.task_id, 1),
    replayDelivery: (c) => c.deliveries.replay(things.replayed.task_id),
    retryDelivery: (c) => c.deliveries.retry(things.retried.task_id),
    cancelDelivery: (c) => c.deliveries.cancel(things.cancelled.task_id),
    createLiveTicket: (c) => c.deliveries.liveTicket({ filter: { statuses: ['exhausted'] } }),
    listDeadLetters: (c) => c.deadLetters.list({ limit: 1 }).take(1),
    redriveDeadLetters: (c) => c.deadLetters.redrive({ until: things.redrivenUntil }),
    recoverSubscription: (c) => c.recoveries.start(things.recovered.subscription_id, { since: LONG_AGO }),
    listRecoveries: (c) => c.recoveries.list({ limit: 1 }).take(100),
    getRecovery: (c) => c.recoveries.get(recovery.id),
    stopRecovery: (c) => c.recoveries.stop(recovery.id),
    createEventType: (c) => c.eventTypes.create({ name: 'calls.created', description: 'of a test' }),
    listEventTypes: (c) => c.eventTypes.list({ limit: 2 }).take(100),
    getEventType: (c) => c.eventTypes.get(read),
    updateEventType: (c) => c.eventTypes.update(changed, { description: 'changed' }),
    deleteEventType: (c) => c.eventTypes.delete(removed),
    eventTypesOpenApi: (c) => c.eventTypes.openapi(),
    createReceiver: (c) => c.receivers.create({ id: 'calls/created', name: 'of a test' }),
    listReceivers: (c) => c.receivers.list({ limit: 1 }).take(100),
    getReceiver: (c) => c.receivers.get('calls/read'),
    updateReceiver: (c) => c.receivers.update('calls/changed', { subscriptions_limit: 5 }),
    deleteReceiver: (c) => c.receivers.delete('calls/removed'),
    createApiKey: (c) => c.apiKeys.create({ name: 'created', scopes: ['ingest'] }),
    listApiKeys: (c) => c.apiKeys.list({ limit: 1 }).take(100),
    deleteApiKey: (c) => c.apiKeys.delete(things.key.id),
    createTenant: (c) => c.tenants.create({ name: 'created' }),
    listTenants: (c) => c.tenants.list({ limit: 1 }).take(100),
    revokePortalTokens: (c) => c.portalTokens.revoke({ receiver_id: 'customer-42' }),
    createPortalToken: (c) => c.portalTokens.create({ receiver_id: 'customer-42' }),
    listAuditEntries: (c) => c.auditLog.list({ limit: 50 }).take(100),
    signIn: async (c) => c.signIns.create({ code: (await direct.signIns.createCode()).code }),
    createSignInCode: (c) => c.signIns.createCode(),
    getMe: (c) => c.me.get(),
    health: (c) => c.service.health(),
    getAbout: (c) => c.service.about(),
    openapi: (c) => c.service.openapi(),
    docs: (c) => c.service.docs(),
  };
}
