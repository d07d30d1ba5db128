import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileSchema, faultsOfSchema, type JsonSchema } from '../../../src/domain/json-schema.ts';

/**
 * The official tests of JSON Schema 2020-12 (https://github.com/json-schema-org/JSON-Schema-Test-Suite), those files whose
 * keywords are ours. Schemas outside of the subset must be rejected, and all others have the suite's meaning. The file
 * unevaluated.json is in the format of the suite, and our own.
 */
interface Group {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

type Suite = Readonly<Record<string, readonly Group[]>>;

const suiteIn = (name: string): Suite =>
  JSON.parse(
    readFileSync(new URL(`../../support/json-schema-test-suite/${name}`, import.meta.url), 'utf8'),
  ) as Suite;

const ours = suiteIn('unevaluated.json');
const suite: Suite = { ...suiteIn('draft2020-12.json'), ...ours };
const isSupported = ({ schema }: Group) => faultsOfSchema(schema).length === 0;
const groups = Object.values(suite).flat();

describe.each(Object.entries(suite))('%s', (_, all) => {
  const supported = all.filter(isSupported);
  it('has the meaning of the suite', () => {
    for (const { description, schema, tests } of supported) {
      const check = compileSchema(schema);
      for (const { description: of, data, valid } of tests) {
        const faults = check(data, JSON.stringify(data).length);
        expect(faults.length === 0, `${description}: ${of}: ${JSON.stringify(faults)}`).toBe(valid);
      }
    }
  });
});

it('only schemas are refused that go beyond the subset', () => {
  const words =
    /"(\$id|\$anchor|\$dynamicRef|\$dynamicAnchor|contentSchema|\$ref":"http|\$schema)|\(\?|\$ref":"[^#]/;
  const refused = groups.filter((group) => !isSupported(group));
  const unexplained = refused.filter(({ schema }) => !words.test(JSON.stringify(schema)));
  expect(unexplained.map(({ description }) => description)).toEqual([]);
  const tests = groups.filter(isSupported).flatMap(({ tests: some }) => some);
  expect(tests.length).toBeGreaterThan(1_000);
});

it('our own schemas are all within the subset', () => {
  const refused = Object.values(ours)
    .flat()
    .filter((group) => !isSupported(group));
  expect(refused.map(({ description }) => description)).toEqual([]);
});
