import { afterEach, describe, expect, it, vi } from 'vitest';
import { attemptLimits } from '../../../src/domain/limits.ts';
import {
  type AttemptResult,
  classify,
  retryAfterSeconds,
} from '../../../src/domain/response-classification.ts';

// RFC 9110, section 5.6.7: one moment in the three forms that a recipient must accept.
const MOMENT_MS = Date.UTC(1994, 10, 6, 8, 49, 37);
const IMF_FIXDATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const RFC_850_DATE = 'Sunday, 06-Nov-94 08:49:37 GMT';
const ASCTIME_DATE = 'Sun Nov  6 08:49:37 1994';
const NOW_MS = MOMENT_MS - 90_000;

const response = (statusCode: number, retryAfter?: string): AttemptResult => ({
  kind: 'response',
  statusCode,
  retryAfter,
  excerpt: new Uint8Array(),
});

describe('a response', () => {
  it.each([200, 201, 202, 204, 206, 299])('of %d is a success', (statusCode) => {
    expect(classify(response(statusCode), NOW_MS)).toEqual({ outcome: 'succeeded' });
  });

  it.each([304, 306, 399, 400, 401, 404, 408, 409, 410, 422, 429, 499, 500, 502, 503, 599])(
    'of %d is a failure',
    (statusCode) => {
      expect(classify(response(statusCode), NOW_MS)).toMatchObject({
        outcome: 'failed',
        failureKind: 'http_status',
        error: `HTTP ${statusCode}`,
      });
    },
  );

  it.each([300, 301, 302, 303, 305, 307, 308])(
    'of %d is a failure that says that redirects are not followed',
    (statusCode) => {
      expect(classify(response(statusCode), NOW_MS)).toMatchObject({
        outcome: 'failed',
        failureKind: 'http_status',
        error: `HTTP ${statusCode}: redirects are not followed`,
      });
    },
  );

  it('of 410 means that the receiver is gone', () => {
    expect(classify(response(410), NOW_MS)).toMatchObject({ receiverIsGone: true });
  });

  it.each([404, 409, 411, 500])('of %d does not', (statusCode) => {
    expect(classify(response(statusCode), NOW_MS)).toMatchObject({ receiverIsGone: false });
  });
});

describe('no response', () => {
  it.each(['timeout', 'connection', 'tls', 'dns', 'blocked_address', 'invalid_response'] as const)(
    'is a failure of its kind: %s',
    (failureKind) => {
      expect(classify({ kind: 'failure', failureKind, error: 'what happened' }, NOW_MS)).toEqual({
        outcome: 'failed',
        failureKind,
        error: 'what happened',
        retryAfterSeconds: undefined,
        receiverIsGone: false,
      });
    },
  );

  it('has its error cut at the limit', () => {
    const { errorCharacters } = attemptLimits;
    const errorOf = (error: string) =>
      classify({ kind: 'failure', failureKind: 'connection', error }, NOW_MS);
    const longest = 'x'.repeat(errorCharacters);
    expect(errorOf(longest)).toMatchObject({ error: longest });
    expect(errorOf(`${longest}y`)).toMatchObject({ error: longest });
  });
});

describe('Retry-After', () => {
  it.each([429, 503])('is honoured with %d', (statusCode) => {
    expect(classify(response(statusCode, '120'), NOW_MS)).toMatchObject({ retryAfterSeconds: 120 });
    expect(classify(response(statusCode, IMF_FIXDATE), NOW_MS)).toMatchObject({ retryAfterSeconds: 90 });
    expect(classify(response(statusCode), NOW_MS)).toMatchObject({ retryAfterSeconds: undefined });
    expect(classify(response(statusCode, 'soon'), NOW_MS)).toMatchObject({ retryAfterSeconds: undefined });
  });

  it.each([301, 400, 404, 410, 500, 502, 504])('is ignored with %d', (statusCode) => {
    expect(classify(response(statusCode, '120'), NOW_MS)).toMatchObject({ retryAfterSeconds: undefined });
  });

  it.each([
    ['0', 0],
    ['1', 1],
    ['120', 120],
    ['007', 7],
    [' 120 ', 120],
    ['9999999999', 9_999_999_999],
  ])('of %j is a number of seconds', (value, seconds) => {
    expect(retryAfterSeconds(value, NOW_MS)).toBe(seconds);
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '1,2',
    'soon',
    'NaN',
    'Infinity',
    '2026-01-01T00:00:00Z',
    'Sun, soon',
    'at Sun, 06 Nov 1994 08:49:37 GMT',
  ])('of %j is none', (value) => {
    expect(retryAfterSeconds(value, NOW_MS)).toBeUndefined();
  });

  it('of a date is the time until then, to the millisecond', () => {
    expect(retryAfterSeconds(IMF_FIXDATE, MOMENT_MS - 1_500)).toBe(1.5);
  });

  it('of a date that has passed is no wait', () => {
    expect(retryAfterSeconds(IMF_FIXDATE, MOMENT_MS)).toBe(0);
    expect(retryAfterSeconds(IMF_FIXDATE, MOMENT_MS + 1)).toBe(0);
  });

  describe.each(['UTC', 'America/New_York', 'Asia/Tokyo'])('on a machine in %s', (timeZone) => {
    afterEach(() => {
      vi.unstubAllEnvs();
    });

    it.each([
      ['an IMF-fixdate', IMF_FIXDATE],
      ['a date of RFC 850', RFC_850_DATE],
      ["a date of C's asctime", ASCTIME_DATE],
    ])('of %s is the same moment', (_, date) => {
      vi.stubEnv('TZ', timeZone);
      expect(retryAfterSeconds(date, NOW_MS)).toBe(90);
    });
  });
});
