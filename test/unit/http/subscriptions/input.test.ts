import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { isEventTypePattern } from '../../../../src/domain/event-type-pattern.ts';
import { signingKeyOf } from '../../../../src/domain/signature.ts';
import { eventTypePattern, text } from '../../../../src/http/core/fields.ts';
import { zodFaults } from '../../../../src/http/core/problem.ts';
import { signingSecret } from '../../../../src/http/subscriptions/fields.ts';
import {
  newSubscription,
  subscriptionPatch,
  subscriptionReplacement,
} from '../../../../src/http/subscriptions/input.ts';

const target_url = 'https://shop.example/hooks';

const faults = (schema: z.ZodType, input: unknown): readonly string[] => {
  const { error } = schema.safeParse(input);
  return error === undefined
    ? []
    : zodFaults(error, 'body').map(({ pointer, detail }) => `${pointer} ${detail}`);
};
const faultsOfNew = (fields: object) => faults(newSubscription, { target_url, ...fields });

const manyEntries = (count: number, value: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]));

describe('a new subscription', () => {
  it.each([
    {},
    { event_type: 'order.created', secret: 's' },
    { event_types: ['order.*', '*', 'a'], ingest_secret: 'ключ' },
    { event_types: [] },
    { event_type: null, secret: null, description: null, metadata: null, headers: null, retry_policy: null },
    { description: '😀'.repeat(1_000), metadata: manyEntries(50, '😀'.repeat(512)) },
    { headers: { 'X-Key': 'a b', authorization: 'Basic YTpi' } },
    { retry_policy: { schedule: [] } },
    { retry_policy: { schedule: [1, 604_799] } },
    { retry_policy: { base_seconds: 1, factor: 2, max_delay_seconds: 3_600, max_attempts: 51 } },
    { timeout_seconds: 30, receiver_id: 'customer-42' },
    { signing_secret: `whsec_${Buffer.alloc(24).toString('base64')}` },
  ])('%# may be %j', (fields) => {
    expect(faultsOfNew(fields)).toEqual([]);
  });

  it('needs a target', () => {
    expect(faults(newSubscription, {})).toEqual(['/target_url is required']);
    expect(faults(newSubscription, [])).toEqual([' must be an object']);
  });

  it.each<[object, readonly string[]]>([
    [{ target_url: 5 }, ['/target_url must be a string']],
    [{ target_url: null }, ['/target_url must be a string']],
    [{ target_url: '/hooks' }, ['/target_url is not an absolute URL']],
    [
      { target_url: `https://a.example/${'x'.repeat(2_048)}` },
      ['/target_url is longer than 2048 characters'],
    ],
    [
      { retyr_policy: {}, colour: 1 },
      ['/retyr_policy is not a field of this object', '/colour is not a field of this object'],
    ],
    [{ id: 'sub_1', created_at: null }, ['/id is read-only', '/created_at is read-only']],
    [{ status: 'gone' }, ['/status must be one of enabled, disabled']],
    [{ event_types: 'order' }, ['/event_types must be a list']],
    [{ event_type: ['order'] }, ['/event_type must be a single value']],
    [
      { event_types: ['a', '', 'b', 'or*', ' x'] },
      [1, 3, 4].map(
        (index) => `/event_types/${index} must be an event type, an event type followed by .*, or *`,
      ),
    ],
    [{ event_types: Array(101).fill('a') }, ['/event_types must be at most 100 items']],
    [
      { event_type: 'a', event_types: ['a'] },
      ['/event_type means the same as event_types. Give only one of them'],
    ],
    [{ secret: 's', ingest_secret: 's' }, ['/secret means the same as ingest_secret. Give only one of them']],
    [{ secret: '' }, ['/secret is empty']],
    [{ ingest_secret: 'x'.repeat(257) }, ['/ingest_secret is longer than 256 characters']],
    [{ ingest_secret: '\ud800' }, ['/ingest_secret has an unpaired surrogate, which UTF-8 cannot encode']],
    [{ description: 'x'.repeat(1_001) }, ['/description is longer than 1000 characters']],
    [{ receiver_id: '' }, ['/receiver_id is empty']],
    [{ timeout_seconds: 0 }, ['/timeout_seconds must be at least 1']],
    [{ timeout_seconds: 31 }, ['/timeout_seconds must be at most 30']],
    [{ timeout_seconds: 2.5 }, ['/timeout_seconds must be a whole number']],
    [{ metadata: { a: 1, b: 'x' } }, ['/metadata/a must be a string']],
    [{ metadata: { '': 'x' } }, ['/metadata/ is empty']],
    [{ metadata: manyEntries(51, 'x') }, ['/metadata has more than 50 members']],
    [{ metadata: { a: 'x'.repeat(513) } }, ['/metadata/a is longer than 512 characters']],
    [
      { headers: { 'X Y': 'a', Host: 'b', 'webhook-id': 'c', 'X-A': ' d', 'x-b': 'e\r\nf' } },
      [
        '/headers/X Y is not a header name (RFC 9110 token)',
        '/headers/Host is reserved: only Posthorn or the connection may set it',
        '/headers/webhook-id is reserved: only Posthorn or the connection may set it',
        '/headers/X-A must be visible ASCII, without spaces at either end',
        '/headers/x-b must be visible ASCII, without spaces at either end',
      ],
    ],
    [
      { headers: { 'X-A': '1', 'x-a': '2' } },
      ['/headers/x-a is given twice: header names that differ only in case are the same header'],
    ],
    [{ headers: manyEntries(21, 'x') }, ['/headers has more than 20 members']],
    [
      { headers: { 'X-A': '[redacted]' } },
      ['/headers/X-A is [redacted], but no value is stored. Send the value itself'],
    ],
    [
      { retry_policy: {} },
      ['/retry_policy/schedule is required, or base_seconds, factor, max_delay_seconds, max_attempts'],
    ],
    [
      { retry_policy: { schedule: [5, 30, 0, 1.5] } },
      ['/retry_policy/schedule/2 must be at least 1', '/retry_policy/schedule/3 must be a whole number'],
    ],
    [{ retry_policy: { schedule: Array(51).fill(1) } }, ['/retry_policy/schedule must be at most 50 items']],
    [
      { retry_policy: { schedule: [604_800, 1] } },
      ['/retry_policy/schedule the waits add up to more than 604800 seconds'],
    ],
    [
      { retry_policy: { schedule: [1], factor: 2, max_attempts: 3 } },
      [
        '/retry_policy/factor cannot stand beside "schedule": give one of the two',
        '/retry_policy/max_attempts cannot stand beside "schedule": give one of the two',
      ],
    ],
    [{ retry_policy: { schedule: [1], wait: 2 } }, ['/retry_policy/wait is not a field of this object']],
    [{ retry_policy: { factor: '2' } }, ['/retry_policy/factor must be a number']],
    [
      { retry_policy: { base_seconds: 0, factor: 11 } },
      [
        '/retry_policy/base_seconds must be at least 1',
        '/retry_policy/factor must be at most 10',
        '/retry_policy/max_delay_seconds is required where there is no "schedule"',
        '/retry_policy/max_attempts is required where there is no "schedule"',
      ],
    ],
    [
      { retry_policy: { base_seconds: 86_400, factor: 1, max_delay_seconds: 86_400, max_attempts: 9 } },
      ['/retry_policy/max_attempts the waits add up to more than 604800 seconds'],
    ],
    [
      { signing_secret: 'whsec_c2hvcnQ=' },
      ['/signing_secret must be whsec_ and the base64 of 24 to 64 bytes'],
    ],
    [
      { signing_secret: Buffer.alloc(32).toString('base64') },
      ['/signing_secret must be whsec_ and the base64 of 24 to 64 bytes'],
    ],
  ])('%# is refused by field: %j', (fields, expected) => {
    expect(faultsOfNew(fields)).toEqual(expected);
  });

  it('never adds up an absurd number of waits', () => {
    const policy = {
      base_seconds: 1,
      factor: 1,
      max_delay_seconds: 1,
      max_attempts: Number.MAX_SAFE_INTEGER,
    };
    expect(faultsOfNew({ retry_policy: policy })).toEqual(['/retry_policy/max_attempts must be at most 51']);
  });

  it.each(['metadata', 'headers'])('refuses the name __proto__ in %s', (field) => {
    const input = JSON.parse(
      `{"target_url": "${target_url}", "${field}": {"__proto__": "x", "constructor": "y"}}`,
    );
    expect(faults(newSubscription, input)).toEqual([
      `/${field}/__proto__ is a reserved name. Use another name`,
    ]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe('a replacement and a patch', () => {
  it('do not take a signing secret', () => {
    const fields = { signing_secret: 'whsec_x' };
    const expected = ['/signing_secret can only be given when the subscription is created'];
    expect(faults(subscriptionReplacement, { target_url, ...fields })).toEqual(expected);
    expect(faults(subscriptionPatch, fields)).toEqual(expected);
  });

  it('differ in their required fields', () => {
    expect(faults(subscriptionReplacement, {})).toEqual(['/target_url is required']);
    expect(faults(subscriptionPatch, {})).toEqual([]);
    expect(faults(subscriptionPatch, { target_url: null })).toEqual(['/target_url must be a string']);
  });

  it('may have marks in place of stored values', () => {
    const fields = { headers: { 'X-A': '[redacted]' } };
    expect(faults(subscriptionReplacement, { target_url, ...fields })).toEqual([]);
    expect(faults(subscriptionPatch, fields)).toEqual([]);
  });

  it('name an unknown field even where its value is null', () => {
    expect(faults(subscriptionPatch, { colour: null })).toEqual(['/colour is not a field of this object']);
    expect(faults(subscriptionPatch, { retry_policy: { shcedule: null } })).toEqual([
      '/retry_policy/shcedule is not a field of this object',
    ]);
  });
});

describe('the patterns of the OpenAPI document', () => {
  it('say the same as the domain about event types', () => {
    const documented = new RegExp(String(eventTypePattern.meta()?.['pattern']));
    const nearly = fc.string({ unit: fc.constantFrom('a', '.', '*', '-', ' ', '\n', 'é'), maxLength: 5 });
    fc.assert(
      fc.property(
        fc.oneof(nearly, fc.constantFrom(...[127, 128, 129].map((n) => 'a'.repeat(n)))),
        (pattern) => {
          expect(documented.test(pattern)).toBe(isEventTypePattern(pattern));
        },
      ),
    );
  });

  it('say the same as the domain about signing secrets', () => {
    const documented = new RegExp(String(signingSecret.meta()?.['pattern']));
    const sizes = Array.from({ length: 90 }, (_, size) => size);
    const secrets = sizes.flatMap((size) => {
      const proper = `whsec_${Buffer.alloc(size, 0xa5).toString('base64')}`;
      // The same bytes once more, but for ignored bits: `…pQ==` and `…pR==`.
      return [proper, proper.replace(/Q==$/, 'R==').replace(/U=$/, 'V=')];
    });
    const accepted = secrets.filter((secret) => documented.test(secret));
    expect(accepted).toEqual(secrets.filter((secret) => signingKeyOf(secret) !== undefined));
    expect(new Set(accepted).size).toBe(41);
  });

  it('count characters as JSON Schema does, by code point', () => {
    const short = text(2, 3);
    expect(short.meta()).toEqual({ minLength: 2, maxLength: 3 });
    expect(['a', 'ab', '😀😀😀', '😀😀😀😀', 'abcd'].map((value) => short.safeParse(value).success)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});
