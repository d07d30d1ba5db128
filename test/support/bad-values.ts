/** Each field of each operation, wrong in several ways. */

export interface BadValue {
  readonly value: unknown;
  /** Where the fault is, if not at the field itself. */
  readonly at?: string;
}

const bad = (...values: readonly unknown[]): readonly BadValue[] => values.map((value) => ({ value }));
const badAt = (at: string, ...values: readonly unknown[]): readonly BadValue[] =>
  values.map((value) => ({ value, at }));

const noText = [5, true, [], {}] as const;
const members = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`X-${n}`, 'x']));
const halfACharacter = '\ud800';

const exponential = { base_seconds: 5, factor: 2, max_delay_seconds: 600, max_attempts: 8 };

const subscriptionFields: Readonly<Record<string, readonly BadValue[]>> = {
  target_url: [
    ...bad(null, ...noText, '', 'shop', '/hooks', 'ftp://shop.example/', 'javascript:alert(1)'),
    ...bad(
      'https://',
      'https://user:pass@shop.example/',
      'https://shop.example/#here',
      'https://shop.example:25/',
    ),
    ...bad(
      'http://10.0.0.1/',
      'http://[fd00::1]/',
      'http://169.254.169.254/latest/meta-data',
      'http://0xa9fea9fe/',
    ),
    ...bad(
      ' https://shop.example/',
      'https://shop.example\\hooks',
      `https://shop.example/${'x'.repeat(2_028)}`,
    ),
  ],
  event_types: [
    ...bad('order.created', 5, {}, Array(101).fill('a')),
    ...badAt(
      '/event_types/1',
      ['a', 5],
      ['a', ''],
      ['a', 'a b'],
      ['a', 'a.*.b'],
      ['a', '**'],
      ['a', 'x'.repeat(129)],
    ),
  ],
  event_type: bad(...noText, '', 'a b', 'é', 'x'.repeat(129)),
  description: bad(...noText, 'x'.repeat(1_001), halfACharacter),
  metadata: [
    ...bad('x', 5, [], members(51)),
    ...badAt('/metadata/', { '': 'x' }),
    ...badAt(`/metadata/${'x'.repeat(65)}`, { ['x'.repeat(65)]: 'x' }),
    ...badAt('/metadata/a', { a: 5 }, { a: {} }, { a: 'x'.repeat(513) }, { a: halfACharacter }),
    ...badAt('/metadata/a~1b~0c', { 'a/b~c': 5 }),
  ],
  headers: [
    ...bad('x', 5, [], members(21)),
    ...badAt('/headers/a b', { 'a b': 'x' }),
    ...badAt('/headers/é', { é: 'x' }),
    ...badAt('/headers/', { '': 'x' }),
    ...badAt('/headers/Host', { Host: 'x' }),
    ...badAt('/headers/content-type', { 'content-type': 'x' }),
    ...badAt('/headers/Webhook-Id', { 'Webhook-Id': 'x' }),
    ...badAt('/headers/X-Posthorn-A', { 'X-Posthorn-A': 'x' }),
    ...badAt(
      '/headers/X-A',
      { 'X-A': 5 },
      { 'X-A': '' },
      { 'X-A': ' x' },
      { 'X-A': 'é' },
      { 'X-A': 'a\r\nb: c' },
    ),
    ...badAt('/headers/X-A', { 'X-A': 'x'.repeat(4_097) }, { 'X-A': '[redacted]' }),
    ...badAt('/headers/x-a', { 'X-A': 'x', 'x-a': 'y' }),
  ],
  retry_policy: [
    ...bad('never', 5, []),
    ...badAt('/retry_policy/schedule', {}, { schedule: 5 }, { schedule: Array(51).fill(1) }),
    ...badAt('/retry_policy/schedule', { schedule: [604_800, 1] }),
    ...badAt('/retry_policy/schedule/0', { schedule: [0] }, { schedule: [1.5] }, { schedule: ['1'] }),
    ...badAt('/retry_policy/base_seconds', { ...exponential, base_seconds: 0 }),
    ...badAt('/retry_policy/factor', { ...exponential, factor: 0.5 }, { ...exponential, factor: 11 }),
    ...badAt('/retry_policy/max_delay_seconds', { ...exponential, max_delay_seconds: -1 }),
    ...badAt('/retry_policy/max_attempts', { ...exponential, max_attempts: 0 }),
    ...badAt('/retry_policy/max_attempts', { ...exponential, max_attempts: 52 }),
    ...badAt('/retry_policy/max_attempts', {
      ...exponential,
      max_delay_seconds: 604_800,
      factor: 10,
      max_attempts: 50,
    }),
    ...badAt('/retry_policy/factor', { schedule: [1], factor: 2 }),
    ...badAt('/retry_policy/nope', { schedule: [1], nope: 1 }),
  ],
  timeout_seconds: bad('10', 0, 31, 1.5, -1, [], {}),
  receiver_id: bad(...noText, '', 'x'.repeat(129), halfACharacter),
  ingest_secret: bad(...noText, '', 'x'.repeat(257), halfACharacter),
  secret: bad(...noText, '', 'x'.repeat(257)),
  id: bad('sub_1', null),
  tenant_id: bad('ten_1'),
  status: bad('disabled'),
  disabled_reason: bad(null),
  created_at: bad('2026-01-31T09:30:00.000Z'),
  updated_at: bad('2026-01-31T09:30:00.000Z'),
  nope: bad(1, null),
};

const badSigningSecrets = [
  ...bad(...noText, '', 'geheim', 'whsec_', 'whsec_é', `whsec_${Buffer.alloc(23).toString('base64')}`),
  ...bad(`whsec_${Buffer.alloc(65).toString('base64')}`, `whsec_${'-'.repeat(43)}=`),
];

const valid = { target_url: 'http://127.0.0.1/' };

/** By operation and field; `badBodies` are members of a JSON body. */
export const badBodies = {
  createSubscription: { ...subscriptionFields, signing_secret: badSigningSecrets },
  replaceSubscription: { ...subscriptionFields, signing_secret: bad(`whsec_${'A'.repeat(43)}=`, 5) },
  updateSubscription: { ...subscriptionFields, signing_secret: bad(`whsec_${'A'.repeat(43)}=`, null) },
  publishEvent: {
    event_type: bad(null, ...noText, '', 'a b', 'order.*', 'x'.repeat(129)),
    payload: bad(undefined),
    receiver_id: bad(...noText, '', 'x'.repeat(129)),
    nope: bad(1),
  },
};

/** What a bad member is put into. */
export const validBodies: Readonly<Record<keyof typeof badBodies, object>> = {
  createSubscription: valid,
  replaceSubscription: valid,
  updateSubscription: valid,
  publishEvent: { event_type: 'a', payload: 1 },
};

const badLimits = bad('', '0', '251', 'x', '1.5', '-1', '1e2', '999999999999');
const badCursors = bad('', 'x', Buffer.from('x.evt_1').toString('base64url'));
const badEventTypes = bad('', 'a b', 'order.*', 'x'.repeat(129));
const badReceivers = bad('', 'x'.repeat(129));
const badTimes = bad(
  '',
  'yesterday',
  '2026-01-31',
  '2026-13-01T00:00:00Z',
  '2026-01-31T09:30:00',
  '1769851800',
);

export const badQueries = {
  listSubscriptions: {
    limit: badLimits,
    cursor: badCursors,
    status: bad('', 'nope', 'ENABLED'),
    event_type: badEventTypes,
    receiver_id: badReceivers,
  },
  listSubscriptionDeliveries: {
    limit: badLimits,
    cursor: badCursors,
    status: bad('', 'nope'),
    event_type: badEventTypes,
    since: [...badTimes, ...bad('2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z')],
    until: badTimes,
  },
  ingestEvent: { event_type: badEventTypes },
  publishEvent: { event_type: badEventTypes, receiver_id: badReceivers },
  listEvents: {
    limit: badLimits,
    cursor: badCursors,
    event_type: badEventTypes,
    receiver_id: badReceivers,
    since: [...badTimes, ...bad('2026-02-01T00:00:00Z&until=2026-02-01T00:00:00Z')],
    until: badTimes,
  },
};

const badKeys = bad('', 'a b', 'é', 'x'.repeat(256));
const badHeaderTypes = bad('', 'a b', 'order.*', 'é', 'x'.repeat(129));

export const badHeaders = {
  createSubscription: { 'Idempotency-Key': badKeys },
  replayDelivery: { 'Idempotency-Key': badKeys },
  ingestEvent: {
    'Idempotency-Key': badKeys,
    'X-Event-Type': badHeaderTypes,
    'Content-Type': bad('é', 'x'.repeat(256)),
  },
  publishEvent: {
    'Idempotency-Key': badKeys,
    'X-Event-Type': badHeaderTypes,
    'Content-Type': bad('é', 'x'.repeat(256)),
  },
};
