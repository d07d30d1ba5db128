import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileFilter, filterFaults } from '../../src/domain/payload-filter.ts';
import {
  type RulerOracle,
  startRulerOracle,
  withoutEventRuler,
} from '../support/event-ruler/ruler-oracle.ts';
import { guideExamples, pageExamples } from '../support/filter-examples.ts';
import { filtersAndPayloads, nearlyFilters } from '../support/payload-filters.ts';

const NAME = "what AWS's own engine says of event patterns";
/** Always the same filters and payloads: the faults of Ruler itself are known for these. */
const SEED = 1;
/** Each combination of the values of a filter is asked for by itself, so those of a long filter are too many. */
const CHARACTERS_MOST = 300;
/** On a busy machine fewer are compared. */
const bounds = { seed: SEED, interruptAfterTimeLimit: 8_000, markInterruptAsFailure: false };

describe.skipIf(withoutEventRuler !== undefined)(
  withoutEventRuler === undefined ? NAME : `${NAME} (${withoutEventRuler})`,
  () => {
    let ruler: RulerOracle;
    beforeAll(() => {
      ruler = startRulerOracle();
      return () => ruler.stop();
    });

    const ask = (filter: unknown, payload: unknown) =>
      ruler.ask(JSON.stringify(filter), JSON.stringify(payload));

    it('is the same of all documented examples', async () => {
      for (const example of [...pageExamples, ...guideExamples]) {
        const { filter, payload } = example;
        expect({ filter, payload, isMatch: await ask(filter, payload) }).toEqual(example);
      }
    });

    it('is the same of filters and payloads', async () => {
      const seen = { true: 0, false: 0 };
      await fc.assert(
        fc.asyncProperty(filtersAndPayloads, async ([filter, payload]) => {
          fc.pre(filterFaults(filter).length === 0 && JSON.stringify(filter).length <= CHARACTERS_MOST);
          const isMatch = compileFilter({ ...filter })(payload);
          seen[`${isMatch}`] += 1;
          expect(await ask(filter, payload)).toBe(isMatch);
        }),
        { ...bounds, numRuns: 4_000 },
      );
      expect(seen.true).toBeGreaterThan(0.1 * seen.false);
      expect(seen.false).toBeGreaterThan(0.1 * seen.true);
    });

    it('is that a filter is wrong where we say so, except for names in $or and beside it', async () => {
      const seen = { true: 0, false: 0 };
      await fc.assert(
        fc.asyncProperty(nearlyFilters, async (filter) => {
          const faults = filterFaults(filter);
          fc.pre(faults.every(({ detail }) => !detail.startsWith('is also beside')));
          const isRight = typeof (await ask(filter, {})) === 'boolean';
          seen[`${isRight}`] += 1;
          expect({ filter, isRight, faults }).toEqual({ filter, isRight: faults.length === 0, faults });
        }),
        { ...bounds, numRuns: 4_000 },
      );
      expect(seen.true).toBeGreaterThan(0.1 * seen.false);
      expect(seen.false).toBeGreaterThan(0.1 * seen.true);
    });

    /** All of these are in docs/filters.md, or are faults of Ruler that are not worth copying. */
    it.each<readonly [filter: string, payload: string, theirs: boolean]>([
      ['{"a.b": [1]}', '{"a": {"b": 1}}', true],
      ['{"a": {"b": [1]}}', '{"a.b": 1}', true],
      ['{"a": {"": [1]}}', '{"a": {"": 1}}', false],
      ['{"a": ["10.0.0.1"]}', '{"a": "010.0.0.1"}', true],
      ['{"a": [{"cidr": "0.0.0.0/0"}]}', '{"a": "::1"}', true],
      ['{"a": [{"cidr": "0.0.0.0/0"}]}', '{"a": 1}', true],
      ['{"a": [{"equals-ignore-case": "😀"}]}', '{"a": "😀"}', false],
      ['{"a": [{"equals-ignore-case": "😀"}]}', '{"a": "??"}', true],
      ['{"a": [9007199254740993]}', '{"a": 9007199254740992}', false],
      ['{"a": [{"prefix": "\\""}]}', '{"a": ""}', true],
    ])('is known to differ of %s and %s: %j', async (filter, payload, theirs) => {
      expect(await ruler.ask(filter, payload)).toBe(theirs);
      expect(compileFilter(JSON.parse(filter))(JSON.parse(payload))).toBe(!theirs);
    });
  },
);
