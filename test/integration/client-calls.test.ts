import { describe, expect, it } from 'vitest';
import type { OperationId } from '../../client/src/calls.ts';
import { routes } from '../../client/src/generated/routes.ts';
import { Posthorn } from '../../client/src/posthorn.ts';
import { prepareCalls } from '../support/client-calls.ts';
import { addApiKey, serviceForFile, VERSION } from '../support/embedded-service.ts';
import { receiverForFile } from '../support/receiver.ts';

/** Every call of the client, against the running service. */

const service = await serviceForFile();
const receiver = await receiverForFile();
const posthorn = new Posthorn({ url: service.url, apiKey: await addApiKey(service.runtime, ['admin']) });
const calls = await prepareCalls(posthorn, receiver);

const anId = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}_[0-9A-Z]{26,}$`));
const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const some = (item: object) => expect.arrayContaining([expect.objectContaining(item)]);
const accepted = { task_id: anId('dlv'), event_id: anId('evt') };
const aRecovery = { id: anId('rec'), deliveries_count: 1 };
const aSecret = expect.stringMatching(/^whsec_/);

/** The expected answer of each, as far as it is known before. */
const expected: Readonly<Record<OperationId, unknown>> = {
  createSubscription: { id: anId('sub'), event_types: ['calls.none'], signing_secret: aSecret },
  listSubscriptions: some({ id: anId('sub'), status: 'enabled' }),
  getSubscription: { id: anId('sub'), event_types: ['calls.none'] },
  replaceSubscription: { receiver_id: 'customer-7', event_types: [] },
  updateSubscription: { description: 'updated', event_types: ['calls.none'] },
  deleteSubscription: undefined,
  enableSubscription: { status: 'enabled' },
  disableSubscription: { status: 'disabled' },
  listSubscriptionDeliveries: [{ id: anId('dlv'), status: 'delivered' }],
  testSubscription: accepted,
  getStatsOverTime: { step_seconds: 60, by: 'event_type', series: some({ key: 'calls.made' }) },
  getStats: { deliveries: { delivered: 1, exhausted: 0 }, attempts: 1 },
  getSecret: { signing_secret: aSecret, public_key: null, previous: [] },
  rotateSecret: { signing_secret: aSecret, previous: [{ signing_secret: aSecret, expires_at: aTime }] },
  getPublicKeys: { keys: [{ kty: 'OKP', crv: 'Ed25519' }] },
  testFilter: { matches: true, mismatches: [] },
  ingestEvent: { ...accepted, status: 'pending' },
  ingestBatch: { accepted: 2, refused: 0, results: [accepted, accepted] },
  answerHub: '1158201444',
  publishEvent: { event_id: anId('evt'), event_type: 'calls.unwanted', deliveries_count: 0 },
  listEvents: some({ event_type: 'calls.made' }),
  publishBatch: { accepted: 2, refused: 0, results: [{ status: 202 }, { status: 202 }] },
  getEvent: { event_type: 'calls.made', payload: '{"n":1}', deliveries_count: 1 },
  sendEvent: { id: anId('dlv'), subscription_id: anId('sub') },
  deletePayload: undefined,
  listDeliveries: some({ id: anId('dlv'), status: 'delivered' }),
  getDelivery: { status: 'delivered', attempts: [{ number: 1, status_code: 200 }] },
  getStatus: { status: 'delivered', attempts: [{ number: 1, status_code: 200 }] },
  getAttemptRequest: { method: 'POST', signed: true, is_current_settings: true, body: { text: '{"n":1}' } },
  replayDelivery: { id: anId('dlv'), attempt_count: 1 },
  retryDelivery: { id: anId('dlv'), attempt_count: 1 },
  cancelDelivery: { status: 'cancelled' },
  createLiveTicket: {
    ticket: expect.stringMatching(/^phl_/),
    url: `${service.url.replace('http', 'ws')}/live`,
    expires_at: aTime,
  },
  listDeadLetters: [{ status: 'exhausted' }],
  redriveDeadLetters: { ...aRecovery, subscription_id: null },
  recoverSubscription: { ...aRecovery, subscription_id: anId('sub') },
  listRecoveries: some(aRecovery),
  getRecovery: aRecovery,
  stopRecovery: aRecovery,
  createEventType: { name: 'calls.created', description: 'of a test' },
  listEventTypes: some({ name: 'calls.read' }),
  getEventType: { name: 'calls.read' },
  updateEventType: { name: 'calls.changed', description: 'changed' },
  deleteEventType: undefined,
  eventTypesOpenApi: { openapi: expect.stringMatching(/^3\.1/), webhooks: expect.anything() },
  createReceiver: { id: 'calls/created', name: 'of a test', rate_limit: null },
  listReceivers: some({ id: 'calls/read' }),
  getReceiver: { id: 'calls/read' },
  updateReceiver: { id: 'calls/changed', subscriptions_limit: 5 },
  deleteReceiver: undefined,
  createApiKey: { id: anId('key'), key: expect.stringMatching(/^phk_/), scopes: ['ingest'] },
  listApiKeys: some({ id: anId('key') }),
  deleteApiKey: undefined,
  createTenant: { id: anId('ten'), api_key: { key: expect.stringMatching(/^phk_/) } },
  listTenants: some({ id: anId('ten'), name: 'created' }),
  revokePortalTokens: undefined,
  createPortalToken: { token: expect.stringMatching(/^pht_/), access: 'read', receiver_id: 'customer-42' },
  listAuditEntries: some({ action: 'subscription.deleted' }),
  signIn: { api_key: expect.stringMatching(/^phk_/), expires_at: aTime },
  createSignInCode: { code: expect.stringMatching(/^[\w-]{43}$/), expires_at: aTime },
  getMe: {
    kind: 'api_key',
    id: anId('key'),
    scopes: ['ingest', 'read', 'manage', 'admin'],
    receiver_id: null,
  },
  health: { status: 'ok', version: VERSION },
  getAbout: { version: VERSION, family: 'embedded', store: { healthy: true, detail: null }, has_live: true },
  openapi: { openapi: expect.stringMatching(/^3\.1/), paths: expect.anything() },
  docs: expect.stringContaining('<html'),
};

describe('the client', () => {
  it.each(Object.keys(routes) as OperationId[])('can %s', async (id) => {
    const answer = await calls[id](posthorn);
    expect({ answer }).toMatchObject({ answer: expected[id] });
  });
});
