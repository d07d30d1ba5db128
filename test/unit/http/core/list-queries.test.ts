import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { isEventId, isSubscriptionId } from '../../../../src/domain/ids.ts';
import { decodeCursor, encodeCursor, filterHash } from '../../../../src/http/core/cursor.ts';
import { zodFaults } from '../../../../src/http/core/problem.ts';
import { deliveriesQuery } from '../../../../src/http/deliveries/input.ts';
import { eventsQuery } from '../../../../src/http/events/input.ts';
import { ingestQuery, publishQuery } from '../../../../src/http/intake/queries.ts';
import { ingestHeaders } from '../../../../src/http/intake/request-headers.ts';
import { subscriptionsQuery } from '../../../../src/http/subscriptions/list-query.ts';

const faults = (schema: z.ZodType, input: unknown, part: 'query' | 'header' = 'query') => {
  const { error } = schema.safeParse(input);
  return error === undefined
    ? []
    : zodFaults(error, part).map(({ pointer, detail }) => `${pointer} ${detail}`);
};

describe('the query of a list', () => {
  it('gives a page and a filter', () => {
    expect(subscriptionsQuery.parse({})).toEqual({
      limit: 50,
      cursor: undefined,
      filter: { status: undefined, eventType: undefined, receiverId: undefined },
    });
    expect(
      deliveriesQuery.parse({
        limit: '250',
        cursor: 'c',
        status: 'exhausted',
        event_type: 'order.created',
        since: '2026-01-31T10:30:00.5+01:00',
        until: '2026-01-31T09:30:01Z',
      }),
    ).toEqual({
      limit: 250,
      cursor: 'c',
      filter: {
        status: 'exhausted',
        eventType: 'order.created',
        sinceMs: Date.UTC(2026, 0, 31, 9, 30, 0, 500),
        untilMs: Date.UTC(2026, 0, 31, 9, 30, 1),
      },
    });
    expect(eventsQuery.parse({ receiver_id: 'r' }).filter).toEqual({
      eventType: undefined,
      receiverId: 'r',
      sinceMs: undefined,
      untilMs: undefined,
    });
  });

  it.each<[object, readonly string[]]>([
    [{ limit: '0' }, ['/limit must be at least 1']],
    [{ limit: '251' }, ['/limit must be at most 250']],
    [{ limit: '' }, ['/limit must be a number']],
    [{ limit: '1e2' }, ['/limit must be a number']],
    [{ limit: ['1', '2'] }, ['/limit must be a number']],
    [{ status: 'done' }, ['/status must be one of pending, retrying, delivered, exhausted, cancelled']],
    [{ status: ['pending', 'pending'] }, ['/status must be a single value']],
    [{ event_type: ['a', 'b'] }, ['/event_type must be a single value']],
    [{ cursor: ['a', 'b'] }, ['/cursor must be a single value']],
    [{ since: ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00Z'] }, ['/since must be a single value']],
    [{ since: '2026-01-31' }, ['/since must be an RFC 3339 time such as 2026-01-31T09:30:00Z']],
    [{ until: '2026-02-30T00:00:00Z' }, ['/until must be an RFC 3339 time such as 2026-01-31T09:30:00Z']],
    [{ since: '2026-01-31T09:30:00Z', until: '2026-01-31T09:30:00Z' }, ['/since must be before until']],
    [
      { statuss: 'pending', page: '2' },
      ['/statuss is not a parameter of this operation', '/page is not a parameter of this operation'],
    ],
  ])('%# is refused by parameter: %j', (query, expected) => {
    expect(faults(deliveriesQuery, query)).toEqual(expected);
  });
});

describe('the query and the headers of ingest', () => {
  it('name the event type', () => {
    expect(ingestQuery.parse({ event_type: 'order.created' })).toEqual({ event_type: 'order.created' });
    expect(publishQuery.parse({ receiver_id: 'r' })).toEqual({ receiver_id: 'r' });
    expect(faults(ingestQuery, { event_type: ' order', type: 'x' })).toEqual([
      '/event_type must be 1–256 printable ASCII characters without a space at either end, and neither . nor ..',
      '/type is not a parameter of this operation',
    ]);
  });

  it('are reported under their documented names', () => {
    const headers = { 'X-Event-Type': '', 'Idempotency-Key': 'x'.repeat(256), 'X-Other': 'ignored' };
    expect(faults(ingestHeaders, headers, 'header')).toEqual([
      '/X-Event-Type must be 1–256 printable ASCII characters without a space at either end, and neither . nor ..',
      '/Idempotency-Key must be 1–255 visible ASCII characters',
    ]);
    expect(ingestHeaders.parse({ 'Idempotency-Key': 'k 1'.replace(' ', '-'), 'X-Other': 'ignored' })).toEqual(
      {
        'Idempotency-Key': 'k-1',
        'X-Posthorn-Hops': 0,
      },
    );
  });
});

describe('a cursor', () => {
  const id = 'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE';
  const { filter } = eventsQuery.parse({ event_type: 'order.created', since: '2026-01-31T09:30:00Z' });
  const hash = filterHash(filter);
  const refused = (detail: string) => ({ ok: false, error: { in: 'query', pointer: '/cursor', detail } });

  it('carries an id to the next page of the same list', () => {
    const cursor = encodeCursor(id, hash);
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    const { filter: sameFilter } = eventsQuery.parse({
      since: '2026-01-31T10:30:00+01:00',
      event_type: 'order.created',
      limit: '3',
    });
    expect(decodeCursor(cursor, filterHash(sameFilter), isEventId)).toEqual({ ok: true, id });
  });

  it.each([
    {},
    { event_type: 'order.shipped' },
    { event_type: 'order.created' },
    { receiver_id: 'order.created' },
  ])('%# is refused with other filters: %j', (query) => {
    const otherHash = filterHash(eventsQuery.parse(query).filter);
    expect(decodeCursor(encodeCursor(id, hash), otherHash, isEventId)).toEqual(
      refused('belongs to a list with other filters'),
    );
  });

  it.each([
    '',
    '!!!',
    'AAAA',
    Buffer.from(`${hash}.evt_1`).toString('base64url'),
    encodeCursor(id, hash).slice(0, -4),
  ])('%# is refused when it is none: %j', (cursor) => {
    expect(decodeCursor(cursor, hash, isEventId)).toEqual(refused('is not a cursor of this list'));
  });

  it('of one kind of list is none of another', () => {
    expect(decodeCursor(encodeCursor(id, hash), hash, isSubscriptionId)).toEqual(
      refused('is not a cursor of this list'),
    );
  });

  it('has a hash that differs with any character of a filter', () => {
    const filters = ['', 'a', 'b', 'ab', 'ba', 'é', 'e', '😀'].map((receiverId) =>
      filterHash({ receiverId }),
    );
    expect(new Set(filters).size).toBe(filters.length);
  });
});
