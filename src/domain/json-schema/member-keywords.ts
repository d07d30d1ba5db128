import type { SchemaNode } from './check.ts';
import { isObject } from './json.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import type { KeywordPlace, KeywordReader } from './reading.ts';
import { placeIn } from './schema-place.ts';
import { countIn, patternFrom } from './value-keywords.ts';

/** The keywords for the members of objects. */

/** The members of a keyword's value, which must be an object. Reports any other value and returns no members. */
export function membersIn(value: unknown, at: KeywordPlace): readonly (readonly [string, unknown])[] {
  if (isObject(value)) return Object.entries(value);
  at.fault('must be an object');
  return [];
}

function properties(value: unknown, at: KeywordPlace): undefined {
  const schemas = membersIn(value, at).map(([name, schema]) => [name, at.inner(schema, name)] as const);
  at.check((instance, place, run) => {
    if (!isObject(instance)) return;
    run.spend(schemas.length);
    for (const [name, schema] of schemas) {
      if (Object.hasOwn(instance, name)) run.applyIn(schema, instance[name], place, name);
    }
  });
}

function patternProperties(value: unknown, at: KeywordPlace): undefined {
  const schemas: { readonly pattern: Pattern; readonly schema: SchemaNode }[] = [];
  for (const [text, schema] of membersIn(value, at)) {
    const node = at.inner(schema, text);
    const pattern = patternFrom(text, at, text);
    if (pattern !== undefined) schemas.push({ pattern, schema: node });
  }
  at.check((instance, place, run) => {
    for (const [name, member] of entriesOf(instance)) {
      for (const { pattern, schema } of schemas) {
        if (pattern.isIn(name, run.spend)) run.applyIn(schema, member, place, name);
      }
    }
  });
}

/** For the members that match neither `properties` nor `patternProperties` in the same schema. */
function additionalProperties(value: unknown, at: KeywordPlace): undefined {
  const named = new Set(namesOf(at.sibling('properties')));
  const patterns = namesOf(at.sibling('patternProperties')).flatMap(readablePattern);
  const schema = at.inner(value);
  at.check((instance, place, run) => {
    for (const [name, member] of entriesOf(instance)) {
      run.spend(1);
      if (named.has(name) || patterns.some((pattern) => pattern.isIn(name, run.spend))) continue;
      if (value === false) run.fault(placeIn(place, name), 'is not a member of the schema');
      else run.applyIn(schema, member, place, name);
    }
  });
}

/** `patternProperties` reports the faults of its patterns. */
function readablePattern(text: string): readonly Pattern[] {
  try {
    return [compilePattern(text)];
  } catch {
    return [];
  }
}

const entriesOf = (value: unknown) => (isObject(value) ? Object.entries(value) : []);

const namesOf = (value: unknown): readonly string[] => (isObject(value) ? Object.keys(value) : []);

function propertyNames(value: unknown, at: KeywordPlace): undefined {
  const schema = at.inner(value);
  at.check((instance, place, run) => {
    for (const name of namesOf(instance)) {
      if (!run.holds(schema, name))
        run.fault(placeIn(place, name), 'has a name that the schema does not allow');
    }
  });
}

/** A list of different names. */
function namesIn(value: unknown, at: KeywordPlace, ...where: readonly string[]): readonly string[] {
  const isList = Array.isArray(value) && value.every((name) => typeof name === 'string');
  if (isList && new Set(value).size === value.length) return value;
  at.fault('must be a list of unique names', ...where);
  return [];
}

function required(value: unknown, at: KeywordPlace): undefined {
  const names = namesIn(value, at);
  at.check((instance, place, run) => {
    if (!isObject(instance)) return;
    run.spend(names.length);
    for (const name of names) {
      if (!Object.hasOwn(instance, name)) run.fault(placeIn(place, name), 'is required');
    }
  });
}

function dependentRequired(value: unknown, at: KeywordPlace): undefined {
  const rules = membersIn(value, at).map(([name, names]) => [name, namesIn(names, at, name)] as const);
  at.check((instance, place, run) => {
    const present = new Set(namesOf(instance));
    for (const [name, others] of rules) {
      run.spend(1);
      const missing = present.has(name) ? others.filter((other) => !present.has(other)) : [];
      for (const other of missing) run.fault(placeIn(place, other), `is required together with ${name}`);
    }
  });
}

function dependentSchemas(value: unknown, at: KeywordPlace): undefined {
  const schemas = membersIn(value, at).map(([name, schema]) => [name, at.inPlace(schema, name)] as const);
  at.check((instance, place, run) => {
    if (!isObject(instance)) return;
    for (const [name, schema] of schemas) {
      run.spend(1);
      if (Object.hasOwn(instance, name)) run.apply(schema, instance, place);
    }
  });
}

const members =
  (isWithin: (count: number, bound: number) => boolean, words: string): KeywordReader =>
  (value, at) => {
    const bound = countIn(value, at);
    if (bound === undefined) return;
    at.check((instance, place, run) => {
      if (!isObject(instance) || isWithin(Object.keys(instance).length, bound)) return;
      run.fault(place, `must have ${words} ${bound} members`);
    });
  };

export const memberKeywords: Readonly<Record<string, KeywordReader>> = {
  properties,
  patternProperties,
  additionalProperties,
  propertyNames,
  required,
  dependentRequired,
  dependentSchemas,
  minProperties: members((count, least) => count >= least, 'at least'),
  maxProperties: members((count, most) => count <= most, 'at most'),
};
