import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deliveryStatuses } from '../../../src/domain/delivery.ts';
import { recoveryStatuses, stopReasons } from '../../../src/domain/recovery.ts';
import { openApiDocument } from '../../../src/http/openapi/document.ts';
import { enumerationsOf, type Place, termsOf, valuesOf } from './glossary.ts';

/** docs/glossary.md has each state, outcome and reason of the code, and no term without a place in the code. */

const projectFile = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const page = readFileSync(projectFile('docs/glossary.md'), 'utf8');

const { tags, components } = JSON.parse(JSON.stringify(openApiDocument({ version: '0' }))) as {
  readonly tags: readonly { readonly name: string }[];
  readonly components: { readonly schemas: Readonly<Record<string, { readonly enum?: readonly string[] }>> };
};
const tagNames = tags.map(({ name }) => name);

function exists(place: Place): boolean {
  if (!('file' in place)) {
    return place.kind === 'tag' ? tagNames.includes(place.name) : place.name in components.schemas;
  }
  if (!existsSync(projectFile(place.file))) return false;
  return new RegExp(`\\b${place.name}\\b`).test(readFileSync(projectFile(place.file), 'utf8'));
}

/** A state, an outcome or a reason that the API shows about subscriptions, deliveries, attempts and recoveries. */
const isState = (schema: string): boolean =>
  /(Status|Outcome|Reason|Trigger)$|^FailureKind$/.test(schema) && schema !== 'ExhaustedReason';

const states = Object.entries(components.schemas).flatMap(([name, { enum: values }]) =>
  values !== undefined && isState(name) ? [{ name, values }] : [],
);

describe('the terms of docs/glossary.md', () => {
  const terms = termsOf(page);

  it('are eleven to forty, each defined once', () => {
    expect(terms.length).toBeGreaterThanOrEqual(11);
    expect(terms.length).toBeLessThanOrEqual(40);
    expect(new Set(terms.map(({ name }) => name)).size).toBe(terms.length);
    for (const { name, definition } of terms) expect(definition, name).not.toBe('');
  });

  it.each(terms)('$name names a schema, a tag or a type that exists', ({ places }) => {
    expect(places).not.toEqual([]);
    expect(places.filter((place) => !exists(place))).toEqual([]);
  });

  it('cover every tag of the OpenAPI document', () => {
    const covered = terms.flatMap(({ places }) => places.filter(({ kind }) => kind === 'tag'));
    expect(covered.map(({ name }) => name).sort()).toEqual([...tagNames].sort());
  });
});

describe('the states and reasons of docs/glossary.md', () => {
  it.each(states)('$name has the values of the code', ({ name, values }) => {
    expect([...valuesOf(page, name)].sort()).toEqual([...values].sort());
  });

  it('are those of the OpenAPI document, and no others', () => {
    expect([...enumerationsOf(page)].sort()).toEqual(states.map(({ name }) => name).sort());
  });

  it('include those that the domain lists', () => {
    expect(valuesOf(page, 'DeliveryStatus')).toEqual(deliveryStatuses);
    expect(valuesOf(page, 'RecoveryStatus')).toEqual(recoveryStatuses);
    expect(valuesOf(page, 'RecoveryStopReason')).toEqual(stopReasons);
  });
});

describe('a place of a term', () => {
  it.each([
    ['schema `Deliveries`', 'a schema that does not exist'],
    ['tag `Delivery`', 'a tag that does not exist'],
    ['`src/domain/nope.ts`: `Delivery`', 'a file that does not exist'],
    ['`src/domain/delivery.ts`: `Deliverance`', 'a name that the file does not have'],
  ])('is reported when it is %s', (where) => {
    const [term] = termsOf(`## Terms\n\n| a | b | c | d |\n|---|---|---|---|\n| x | y | z | ${where} |\n`);
    expect(term?.places.map(exists)).toEqual([false]);
  });
});
