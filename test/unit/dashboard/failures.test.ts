import { describe, expect, it } from 'vitest';
import { explanationOf } from '../../../dashboard/src/format/failures.ts';
import { failureKind } from '../../../src/http/core/named-values.ts';

const failed = { outcome: 'failed', status_code: null } as const;

describe('explanationOf', () => {
  it.each(failureKind.options.filter((kind) => kind !== 'http_status'))(
    'has words and advice for %s',
    (kind) => {
      const { words, advice } = explanationOf({ ...failed, failure_kind: kind })!;
      expect([words, advice]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
    },
  );

  it.each([100, 301, 400, 410, 418, 429, 500, 503, 599, 999])(
    'has words and advice for status %i',
    (status) => {
      const { words, advice } = explanationOf({
        outcome: 'failed',
        failure_kind: 'http_status',
        status_code: status,
      })!;
      expect([words, advice]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
    },
  );

  it('says nothing about a success', () => {
    expect(explanationOf({ outcome: 'succeeded', failure_kind: null, status_code: 200 })).toBeUndefined();
  });
});
