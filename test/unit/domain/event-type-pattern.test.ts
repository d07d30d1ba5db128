import { describe, expect, it } from 'vitest';
import { isEventType, isEventTypePattern, wantsEventType } from '../../../src/domain/event-type-pattern.ts';
import { subscriptionLimits } from '../../../src/domain/limits.ts';

const longest = 'a'.repeat(subscriptionLimits.eventTypeCharacters);

type Named = readonly [string, string];
const badNames: readonly Named[] = [
  ['nothing', ''],
  ['one character too many', `${longest}a`],
  ['only a space', ' '],
  ['a space at its start', ' order.created'],
  ['a space at its end', 'order.created '],
  ['a letter beyond ASCII', 'commandé'],
  ['a newline at its end', 'order.created\n'],
  ['a newline inside', 'order\ncreated'],
  ['a tab', 'order\tcreated'],
  ['a control character', 'order\u007fcreated'],
  ['the path segment .', '.'],
  ['the path segment ..', '..'],
];

describe('an event type', () => {
  it.each([
    'a',
    'order.created',
    'Order_2.line-item.CREATED',
    '-',
    '0',
    '...',
    '.a',
    'order created',
    'com.amazonaws.s3.ObjectCreated:Put',
    'urn:x:y',
    'https://example.com/types/order#created?v=1;x',
    'a%2Fb',
    '"quoted"\\',
    '~',
    longest,
  ])('may be %j', (name) => {
    expect(isEventType(name)).toBe(true);
    expect(isEventTypePattern(name)).toBe(true);
    expect(wantsEventType([name], name)).toBe(true);
  });

  it.each(['*', 'order.*', 'order.*.created', 'order*'])('may be %j, which is no exact pattern', (name) => {
    expect(isEventType(name)).toBe(true);
    expect(wantsEventType(['*'], name)).toBe(true);
    expect(wantsEventType(['order.created'], name)).toBe(false);
  });

  it.each<Named>(badNames)('may not be %s', (_, name) => {
    expect(isEventType(name)).toBe(false);
  });
});

describe('an event type pattern', () => {
  it.each(['*', 'order.*', 'order.line.*', 'urn:x:y.*', 'two words.*', '..*', `${longest}.*`])(
    'may be %j',
    (pattern) => {
      expect(isEventTypePattern(pattern)).toBe(true);
    },
  );

  it.each<Named>([
    ...badNames,
    ['a wildcard after nothing', '.*'],
    ['two stars', '**'],
    ['a wildcard inside', 'order.*.created'],
    ['a wildcard for a part of a word', 'order*'],
    ['two wildcards', 'order.*.*'],
    ['a star at its start', '*.created'],
    ['a space before the prefix', ' order.*'],
    ['one character too many before the wildcard', `${longest}a.*`],
  ])('may not be %s', (_, pattern) => {
    expect(isEventTypePattern(pattern)).toBe(false);
  });
});

describe('a subscription without event types', () => {
  it('wants every event, also one without a type', () => {
    expect(wantsEventType([], 'order.created')).toBe(true);
    expect(wantsEventType([], null)).toBe(true);
  });
});

describe('a subscription to *', () => {
  it('matches every event, also one without a type, with any other entries', () => {
    expect(wantsEventType(['*'], 'order.created')).toBe(true);
    expect(wantsEventType(['*'], null)).toBe(true);
    expect(wantsEventType(['user.created', '*'], null)).toBe(true);
  });
});

describe('a subscription to event types', () => {
  it('wants no event without a type', () => {
    expect(wantsEventType(['order.created'], null)).toBe(false);
    expect(wantsEventType(['order.*'], null)).toBe(false);
  });

  it.each([
    [['order.created'], 'order.created', true],
    [['order.created'], 'order.created.late', false],
    [['order.created'], 'order.create', false],
    [['order.created'], 'Order.created', false],
    [['order.created'], 'orderXcreated', false],
    [['user.created', 'order.created'], 'order.created', true],
    [['order.*'], 'order.created', true],
    [['order.*'], 'order.line.created', true],
    [['order.*'], 'order', false],
    [['order.*'], 'order.', false],
    [['order.*'], 'orders.created', false],
    [['order.*'], 'Order.created', false],
    [['order.*'], 'my.order.created', false],
    [['order.line.*'], 'order.created', false],
    [['order.line.*'], 'order.line.created', true],
    [['user.*', 'order.*'], 'order.created', true],
  ])('%j and the event %s: %s', (patterns, eventType, isWanted) => {
    expect(wantsEventType(patterns, eventType)).toBe(isWanted);
  });
});
