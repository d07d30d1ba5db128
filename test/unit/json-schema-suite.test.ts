import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileSchema, faultsOfSchema, type JsonSchema } from '../../src/domain/json-schema.ts';

/**
 * The official tests of JSON Schema 2020-12 (https://github.com/json-schema-org/JSON-Schema-Test-Suite), those files whose
 * keywords are ours. Schemas outside of the subset must be refused, and all others mean what the suite says.
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

const file = new URL('../support/json-schema-test-suite/draft2020-12.json', import.meta.url);
const suite = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, readonly Group[]>>;
const isSupported = ({ schema }: Group) => faultsOfSchema(schema).length === 0;
const groups = Object.values(suite).flat();

describe.each(Object.entries(suite))('%s', (_, all) => {
  const supported = all.filter(isSupported);
  it('means what the suite says', () => {
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
    /"(\$id|\$anchor|\$dynamicRef|\$dynamicAnchor|unevaluated\w+|contentSchema|\$ref":"http|\$schema)|\(\?|\$ref":"[^#]/;
  const refused = groups.filter((group) => !isSupported(group));
  const unexplained = refused.filter(({ schema }) => !words.test(JSON.stringify(schema)));
  expect(unexplained.map(({ description }) => description)).toEqual([]);
  const tests = groups.filter(isSupported).flatMap(({ tests: some }) => some);
  expect(tests.length).toBeGreaterThan(1_000);
});
