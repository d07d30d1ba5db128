import { type BadValue, type BadValues, bad, badAt, halfACharacter, noText } from './bad-value.ts';

const members = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`X-${n}`, 'x']));

const exponential = { base_seconds: 5, factor: 2, max_delay_seconds: 600, max_attempts: 8 };

const oauth2 = {
  type: 'oauth2',
  token_url: 'https://login.shop.example/token',
  client_id: 'id',
  client_secret: 'secret',
};

const badRates = (field: string): readonly BadValue[] => [
  ...bad('10/s', 10, []),
  ...badAt(`/${field}/per_second`, {}, { burst: 5 }, { per_second: '10' }, { per_second: null }),
  ...badAt(`/${field}/per_second`, { per_second: 0 }, { per_second: -1 }, { per_second: 1_000_000 }),
  ...badAt(`/${field}/burst`, { per_second: 1, burst: 0 }, { per_second: 1, burst: 1.5 }),
  ...badAt(`/${field}/burst`, { per_second: 1, burst: 10_000_000 }),
  ...badAt(`/${field}/per_minute`, { per_second: 1, per_minute: 60 }),
];

/** Of whichever operation takes the settings of a subscription. */
export const badSettings: BadValues = {
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
      ['a', ' a'],
      ['a', 'a.*.b'],
      ['a', '**'],
      ['a', '..'],
      ['a', 'x'.repeat(257)],
    ),
  ],
  event_type: bad(...noText, '', 'a ', 'é', '.', 'a*', 'x'.repeat(257)),
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
  filter: [
    ...bad('x', 5, []),
    ...badAt('/filter/a', { a: 'x' }, { a: 5 }, { a: [] }),
    ...badAt('/filter/a~1b/c~0d', { 'a/b': { 'c~d': null } }),
    ...badAt('/filter/a/0/nope', { a: [{ nope: 1 }] }),
  ],
  signature_headers: bad(...noText, 'webhook', [], ['svix'], ['webhook', 'svix', 'webhook']),
  signature_versions: [
    ...bad('v1', 5, {}, [], ['v1', 'v1a', 'v1']),
    ...badAt('/signature_versions/0', ['v2'], [5], ['']),
  ],
  source: [
    ...bad('github', 5, []),
    ...badAt('/source/type', {}, { type: 'gitlub' }, { type: 5 }, { type: null }),
    ...badAt(
      '/source/header',
      { type: 'hmac' },
      { type: 'hmac', header: '' },
      { type: 'hmac', header: 'a b' },
    ),
    ...badAt('/source/algorithm', { type: 'hmac', header: 'X-A', algorithm: 'md5' }),
    ...badAt('/source/encoding', { type: 'hmac', header: 'X-A', encoding: 'base32' }),
    ...badAt('/source/prefix', { type: 'hmac', header: 'X-A', prefix: 'x'.repeat(1_000) }),
    ...badAt('/source/header', { type: 'github', header: 'X-A' }, { type: 'token' }),
    ...badAt('/source/signed', { type: 'hmac', header: 'X-A', signed: '{timestamp}' }),
    ...badAt('/source/timestamp', { type: 'hmac', header: 'X-A', signed: '{timestamp}.{body}' }),
    ...badAt('/source/username', { type: 'basic' }, { type: 'basic', username: 'a:b' }),
    ...badAt('/source/url', { type: 'square' }, { type: 'square', url: '/ingest' }),
    ...badAt('/source/verify_token', { type: 'meta' }, { type: 'meta', verify_token: '' }),
    // A source needs the secret that its provider signs with.
    ...badAt('/ingest_secret', { type: 'github' }),
  ],
  rate_limit: badRates('rate_limit'),
  ingest_rate_limit: badRates('ingest_rate_limit'),
  auth: [
    ...bad('x', 5, []),
    ...badAt('/auth/type', {}, { type: 'digest' }, { type: 5 }),
    ...badAt(
      '/auth/token',
      { type: 'bearer' },
      { type: 'bearer', token: '' },
      { type: 'bearer', token: 'a b' },
    ),
    ...badAt('/auth/token', { type: 'bearer', token: '[redacted]' }),
    ...badAt(
      '/auth/username',
      { type: 'basic', password: 'p' },
      { type: 'basic', username: 'a:b', password: 'p' },
    ),
    ...badAt('/auth/password', { type: 'basic', username: 'u', password: '[redacted]' }),
    ...badAt('/auth/username', { type: 'bearer', token: 't', username: 'u' }),
    ...badAt('/auth/token_url', { ...oauth2, token_url: 'x' }, { ...oauth2, token_url: 5 }),
    ...badAt('/auth/token_url', { ...oauth2, token_url: 'http://169.254.169.254/token' }),
    ...badAt('/auth/client_id', { ...oauth2, client_id: '' }),
    ...badAt('/auth/client_secret', { ...oauth2, client_secret: 'x'.repeat(10_000) }),
    ...badAt('/auth/scope', { ...oauth2, scope: '' }),
    ...badAt('/auth/audience', { ...oauth2, audience: 5 }),
  ],
  timeout_seconds: bad('10', 0, 31, 1.5, -1, [], {}),
  receiver_id: bad(...noText, '', 'x'.repeat(129), halfACharacter),
  ingest_secret: bad(...noText, '', 'x'.repeat(257), halfACharacter),
  secret: bad(...noText, '', 'x'.repeat(257)),
  id: bad('sub_1', null),
  tenant_id: bad('ten_1'),
  disabled_reason: bad('by_request'),
  created_at: bad('2026-01-31T09:30:00.000Z'),
  updated_at: bad('2026-01-31T09:30:00.000Z'),
  nope: bad(1, null),
};
