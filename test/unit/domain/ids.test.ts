import { TIME_MAX } from 'ulid';
import { describe, expect, it } from 'vitest';
import {
  createdAtMsOf,
  deliveryIdOf,
  isDeliveryId,
  isEventId,
  isSubscriptionId,
  lowestUlidAt,
  partsOfDeliveryId,
  ulidOf,
} from '../../../src/domain/ids.ts';

// The example of the ULID specification, and the time in it.
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const ULID_TIME_MS = 1_469_922_850_259;
const OTHER_ULID = '01BX5ZZKBKACTAV9WEVGEMMVRZ';

const notUlids: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['25 characters', ULID.slice(1)],
  ['27 characters', `${ULID}0`],
  ['lower case', ULID.toLowerCase()],
  ['more than 128 bits', `8${ULID.slice(1)}`],
  ['an I', `${ULID.slice(1)}I`],
  ['an L', `${ULID.slice(1)}L`],
  ['an O', `${ULID.slice(1)}O`],
  ['a U', `${ULID.slice(1)}U`],
  ['a newline at its end', `${ULID}\n`],
  ['a space before it', ` ${ULID}`],
];

describe('the form of ids', () => {
  it('is a prefix and a ULID', () => {
    expect(isSubscriptionId(`sub_${ULID}`)).toBe(true);
    expect(isEventId(`evt_${ULID}`)).toBe(true);
    expect(isDeliveryId(`dlv_${ULID}${OTHER_ULID}`)).toBe(true);
  });

  it('takes the largest ULID there is', () => {
    expect(isEventId(`evt_7${'Z'.repeat(25)}`)).toBe(true);
  });

  it.each(notUlids)('refuses %s', (_, text) => {
    expect(isSubscriptionId(`sub_${text}`)).toBe(false);
    expect(isEventId(`evt_${text}`)).toBe(false);
    expect(isDeliveryId(`dlv_${ULID}${text}`)).toBe(false);
    expect(isDeliveryId(`dlv_${text}${ULID}`)).toBe(false);
  });

  it('refuses the prefix of another kind', () => {
    expect(isSubscriptionId(`evt_${ULID}`)).toBe(false);
    expect(isEventId(`sub_${ULID}`)).toBe(false);
    expect(isDeliveryId(`evt_${ULID}${ULID}`)).toBe(false);
    expect(isEventId(`xevt_${ULID}`)).toBe(false);
    expect(isEventId(ULID)).toBe(false);
  });

  it('tells a delivery, which has two ULIDs, from an event, which has one', () => {
    expect(isDeliveryId(`dlv_${ULID}`)).toBe(false);
    expect(isEventId(`evt_${ULID}${ULID}`)).toBe(false);
  });
});

describe("a delivery's id", () => {
  it("is its event's ULID, then its subscription's", () => {
    expect(deliveryIdOf(`evt_${ULID}`, `sub_${OTHER_ULID}`)).toBe(`dlv_${ULID}${OTHER_ULID}`);
  });

  it('names both again', () => {
    expect(partsOfDeliveryId(`dlv_${ULID}${OTHER_ULID}`)).toEqual({
      eventId: `evt_${ULID}`,
      subscriptionId: `sub_${OTHER_ULID}`,
    });
  });
});

describe('the ULID in an id', () => {
  it('is the part after the prefix', () => {
    expect(ulidOf(`sub_${ULID}`)).toBe(ULID);
    expect(ulidOf(`evt_${OTHER_ULID}`)).toBe(OTHER_ULID);
  });

  it('carries the time of creation', () => {
    expect(createdAtMsOf(`evt_${ULID}`)).toBe(ULID_TIME_MS);
    expect(createdAtMsOf(`evt_${'0'.repeat(26)}`)).toBe(0);
    expect(createdAtMsOf(`evt_7${'Z'.repeat(25)}`)).toBe(TIME_MAX);
  });
});

describe('the lowest ULID of a time', () => {
  it.each([
    ['the epoch', 0, '00000000000000000000000000'],
    ['one millisecond', 1, '00000000010000000000000000'],
    ["the specification's example", ULID_TIME_MS, '01ARZ3NDEK0000000000000000'],
    ['the last time that fits', TIME_MAX, '7ZZZZZZZZZ0000000000000000'],
    ['a time before the epoch', -1, '00000000000000000000000000'],
    ['part of a millisecond', 1.9, '00000000010000000000000000'],
  ])('is right for %s', (_, timeMs, lowest) => {
    expect(lowestUlidAt(timeMs)).toBe(lowest);
  });
});
