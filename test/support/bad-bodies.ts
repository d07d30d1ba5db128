import { badSettings } from './bad-settings.ts';
import {
  type BadValue,
  type BadValues,
  bad,
  badAt,
  badTimes,
  farAway,
  halfACharacter,
  noText,
} from './bad-value.ts';

/** Each field of each operation, wrong in several ways. */

const badSigningSecrets = [
  ...bad(...noText, '', 'geheim', 'whsec_', 'whsec_é', `whsec_${Buffer.alloc(23).toString('base64')}`),
  ...bad(`whsec_${Buffer.alloc(65).toString('base64')}`, `whsec_${'-'.repeat(43)}=`),
];

const eventTypeFaults = bad(...noText, '', ' a', 'a ', 'é', 'a\n', '.', '..', 'x'.repeat(257));

/** Of each event of a batch. */
const badItems = (needsType: boolean): readonly BadValue[] => {
  const item = { event_type: 'a', payload: 1 };
  return [
    ...bad(null, 'x', {}, [], Array(101).fill(item)),
    ...badAt('/events/0', [5], [null]),
    ...badAt('/events/1/event_type', [item, { ...item, event_type: '' }], [item, { ...item, event_type: 5 }]),
    ...(needsType ? badAt('/events/1/event_type', [item, { payload: 1 }]) : []),
    ...badAt('/events/0/deliver_at', [{ ...item, deliver_at: 'soon' }], [{ ...item, deliver_at: farAway }]),
    ...badAt(
      '/events/0/idempotency_key',
      [{ ...item, idempotency_key: '' }],
      [{ ...item, idempotency_key: 'é' }],
    ),
    ...badAt('/events/0/nope', [{ ...item, nope: 1 }]),
  ];
};

const eventTypeFields: BadValues = {
  description: bad(...noText, 'x'.repeat(1_001), halfACharacter),
  schema: [
    ...bad(5, 'object', [], '', { $defs: 'x'.repeat(32_768) }),
    ...badAt('/schema/type', { type: 'text' }, { type: [] }, { type: 5 }),
    ...badAt('/schema/nope', { nope: 1 }),
    ...badAt('/schema/$ref', { $ref: 'https://elsewhere.example/' }, { $ref: '#/nope' }),
    ...badAt('/schema/pattern', { pattern: '(' }, { pattern: '(?=a)' }, { pattern: '(a)\\1' }),
    ...badAt('/schema/properties/a~1b/minLength', { properties: { 'a/b': { minLength: -1 } } }),
  ],
  example: bad('x'.repeat(32_768)),
  validation: bad(null, ...noText, '', 'strict', 'enforce'),
  nope: bad(1, null),
};

const receiverFields: BadValues = {
  name: bad(null, ...noText, '', 'x'.repeat(129), halfACharacter),
  metadata: badSettings['metadata'] ?? [],
  rate_limit: badSettings['rate_limit'] ?? [],
  subscriptions_limit: bad('5', -1, 1.5, 1_001, true),
  nope: bad(1, null),
};

const recoveryFields: BadValues = {
  since: [...bad(null, 5, farAway), ...badTimes],
  until: [...bad(null, 5), ...badTimes],
  per_second: bad(null, '10', 0, -1, 1.5, 10_001),
  nope: bad(1),
};

/** By operation and field: members of a JSON body. */
export const badBodies = {
  createSubscription: {
    ...badSettings,
    status: bad('paused', '', 5),
    signing_secret: badSigningSecrets,
  },
  replaceSubscription: {
    ...badSettings,
    status: bad('disabled'),
    signing_secret: bad(`whsec_${'A'.repeat(43)}=`, 5),
  },
  updateSubscription: {
    ...badSettings,
    status: bad('disabled'),
    signing_secret: bad(`whsec_${'A'.repeat(43)}=`, null),
  },
  testSubscription: { event_type: eventTypeFaults, nope: bad(1) },
  testFilter: {
    filter: badSettings['filter'] ?? [],
    event_types: badSettings['event_types'] ?? [],
    payload: bad(undefined),
    event_type: eventTypeFaults,
    nope: bad(1),
  },
  rotateSecret: {
    grace_period_seconds: bad(...['1', -1, 1.5, 31_536_000], null),
    signing_secret: badSigningSecrets,
    nope: bad(1),
  },
  ingestBatch: { events: badItems(false), nope: bad(1) },
  publishEvent: {
    event_type: [...bad(null), ...eventTypeFaults],
    payload: bad(undefined),
    receiver_id: bad(...noText, '', 'x'.repeat(129)),
    deliver_at: [...bad(5, farAway), ...badTimes],
    nope: bad(1),
  },
  publishBatch: {
    events: [
      ...badItems(true),
      ...badAt('/events/0/receiver_id', [{ event_type: 'a', payload: 1, receiver_id: '' }]),
    ],
    nope: bad(1),
  },
  recoverSubscription: { ...recoveryFields, missed: bad('true', 1, null) },
  sendEvent: { subscription_id: bad('', 'x', 5, null, undefined, `sub_${'0'.repeat(25)}`) },
  redriveDeadLetters: recoveryFields,
  createApiKey: {
    name: bad(null, ...noText, '', 'x'.repeat(10_000), halfACharacter),
    scopes: [...bad(null, 'admin', 5, {}, []), ...badAt('/scopes/0', ['root'], [5])],
    expires_at: [...bad(5, '2020-01-01T00:00:00Z'), ...badTimes],
    tenant_id: bad(null, 5, '', 'ten_1', `sub_${'0'.repeat(26)}`),
    nope: bad(1),
  },
  createTenant: { name: bad(null, ...noText, '', 'x'.repeat(10_000), halfACharacter), nope: bad(1) },
  signIn: { code: bad(null, ...noText, '', 'x'.repeat(129)), nope: bad(1) },
  revokePortalTokens: { receiver_id: bad(null, ...noText, '', 'x'.repeat(129)) },
  createPortalToken: {
    receiver_id: bad(null, ...noText, '', 'x'.repeat(129)),
    access: bad(null, '', 'admin', 5),
    ttl_seconds: bad(null, '60', 0, -1, 1.5, 31_536_000),
    theme: [
      ...bad('dark', 5, []),
      ...badAt('/theme/accent', { accent: 'red' }, { accent: '#12345' }, { accent: '#123456;x' }),
      ...badAt('/theme/radius', { radius: 25 }, { radius: -1 }, { radius: 1.5 }, { radius: '8' }),
      ...badAt('/theme/font', { font: 'a;b' }, { font: 'url(x)' }, { font: '' }, { font: 'x'.repeat(65) }),
      ...badAt(
        '/theme/logo',
        { logo: 'https://example.com/logo.png' },
        { logo: 'data:text/html;base64,AAAA' },
        { logo: 'data:image/svg+xml,<svg onload="x"/>' },
        { logo: `data:image/png;base64,${'A'.repeat(16_384)}` },
      ),
      ...badAt('/theme/nope', { nope: 1 }),
    ],
    nope: bad(1),
  },
  createLiveTicket: {
    filter: [
      ...bad(null, 5, 'x', []),
      ...badAt('/filter/subscription_id', { subscription_id: 'sub_1' }, { subscription_id: null }),
      ...badAt('/filter/receiver_id', { receiver_id: '' }, { receiver_id: 'x'.repeat(129) }),
      ...badAt('/filter/event_types', { event_types: [] }, { event_types: 'order.*' }),
      ...badAt('/filter/event_types/0', { event_types: ['*.a'] }, { event_types: [5] }),
      ...badAt('/filter/statuses', { statuses: [] }, { statuses: 'retrying' }),
      ...badAt('/filter/statuses/1', { statuses: ['retrying', 'held'] }),
      ...badAt('/filter/nope', { nope: 1 }),
    ],
    nope: bad(1),
  },
  createEventType: {
    name: bad(null, ...noText, '', ' a', 'é', '.', '..', 'x'.repeat(257), 'posthorn.', 'posthorn.test'),
    ...eventTypeFields,
  },
  updateEventType: { ...eventTypeFields, name: bad('another', null) },
  createReceiver: {
    id: bad(null, ...noText, '', '.', '..', 'x'.repeat(129), halfACharacter),
    ...receiverFields,
  },
  updateReceiver: { id: bad('another', null), created_at: bad('2026-01-01T00:00:00Z'), ...receiverFields },
} satisfies Readonly<Record<string, BadValues>>;

const valid = { target_url: 'http://127.0.0.1/' };
const event = { event_type: 'a', payload: 1 };

/** The valid body around a bad member. */
export const validBodies: Readonly<Record<keyof typeof badBodies, object>> = {
  createSubscription: valid,
  replaceSubscription: valid,
  updateSubscription: valid,
  testSubscription: {},
  testFilter: { payload: null },
  rotateSecret: {},
  ingestBatch: { events: [event] },
  publishEvent: event,
  publishBatch: { events: [event] },
  recoverSubscription: { since: '2026-01-01T00:00:00Z' },
  sendEvent: { subscription_id: `sub_${'0'.repeat(26)}` },
  redriveDeadLetters: {},
  createApiKey: { name: 'a', scopes: ['read'] },
  createTenant: { name: 'a' },
  createPortalToken: { receiver_id: 'a' },
  signIn: { code: 'a' },
  revokePortalTokens: { receiver_id: 'a' },
  createLiveTicket: {},
  createEventType: { name: 'a' },
  updateEventType: {},
  createReceiver: { name: 'a' },
  updateReceiver: {},
};
