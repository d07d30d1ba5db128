import { bad, badReceivers, badTimes, farAway } from './bad-value.ts';

/** Bad values of queries and headers: by operation and name. */

const badLimits = bad('', '0', '251', 'x', '1.5', '-1', '1e2', '999999999999');
const badCursors = bad('', 'x', Buffer.from('x.evt_1').toString('base64url'));
const badEventTypes = bad('', ' a', 'a ', 'é', '..', 'x'.repeat(257));
const badSubscriptionIds = bad('', 'sub_1', `evt_${'0'.repeat(26)}`);
const page = { limit: badLimits, cursor: badCursors };
const period = {
  since: [...badTimes, ...bad('2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z')],
  until: badTimes,
};

export const badQueries = {
  listSubscriptions: {
    ...page,
    status: bad('', 'nope', 'ENABLED'),
    event_type: badEventTypes,
    receiver_id: badReceivers,
  },
  listSubscriptionDeliveries: {
    ...page,
    status: bad('', 'nope'),
    event_type: badEventTypes,
    ...period,
  },
  listDeliveries: {
    ...page,
    status: bad('', 'nope'),
    event_type: badEventTypes,
    receiver_id: badReceivers,
    subscription_id: badSubscriptionIds,
    ...period,
  },
  getStats: period,
  getStatsOverTime: {
    from: [...badTimes, ...bad('2020-01-01T00:00:00Z', '2036-01-01T00:00:00Z')],
    to: [...badTimes, ...bad('2020-01-01T00:00:00Z', '2036-01-01T00:00:00Z&from=2020-01-01T00:00:00Z')],
    step: bad('', '0', '59', '61', '90', '-60', '1.5', 'x', '259260', '999999999999'),
    by: bad('', 'receiver', 'STATUS'),
  },
  ingestEvent: { event_type: badEventTypes, deliver_at: [...badTimes, ...bad(farAway)] },
  answerHub: {
    'hub.mode': bad('x'.repeat(33)),
    'hub.challenge': bad('', 'a b', 'é', 'x'.repeat(257)),
    'hub.verify_token': bad('x'.repeat(257)),
  },
  publishEvent: {
    event_type: badEventTypes,
    receiver_id: badReceivers,
    deliver_at: [...badTimes, ...bad(farAway)],
  },
  listEvents: {
    ...page,
    event_type: badEventTypes,
    receiver_id: badReceivers,
    ...period,
    since: [...badTimes, ...bad('2026-02-01T00:00:00Z&until=2026-02-01T00:00:00Z')],
  },
  listApiKeys: page,
  listTenants: page,
  listEventTypes: page,
  listReceivers: page,
  listDeadLetters: { ...page, subscription_id: badSubscriptionIds, event_type: badEventTypes, ...period },
  listRecoveries: { ...page, subscription_id: badSubscriptionIds },
  listAuditEntries: { ...page, ...period },
};

const badKeys = bad('', 'a b', 'é', 'x'.repeat(256));
const badHops = bad('', '-1', '1.5', 'one');
const badHeaderTypes = bad('', 'a\tb', '.', 'é', 'x'.repeat(257));

export const badHeaders = {
  ...Object.fromEntries(
    [
      'createSubscription',
      'rotateSecret',
      'recoverSubscription',
      'redriveDeadLetters',
      'createApiKey',
      'createTenant',
      'createEventType',
      'createReceiver',
    ].map((operation) => [operation, { 'Idempotency-Key': badKeys }]),
  ),
  ...Object.fromEntries(
    ['testSubscription', 'ingestBatch', 'publishBatch'].map((operation) => [
      operation,
      { 'Idempotency-Key': badKeys, 'X-Posthorn-Hops': badHops },
    ]),
  ),
  replayDelivery: { 'Idempotency-Key': badKeys },
  retryDelivery: { 'Idempotency-Key': badKeys },
  ingestEvent: {
    'Idempotency-Key': badKeys,
    'X-Event-Type': badHeaderTypes,
    'X-Posthorn-Hops': badHops,
    'Content-Type': bad('é', 'x'.repeat(256)),
  },
  publishEvent: {
    'Idempotency-Key': badKeys,
    'X-Event-Type': badHeaderTypes,
    'X-Posthorn-Hops': badHops,
    'Content-Type': bad('é', 'x'.repeat(256)),
  },
};
