import type { SchemaNode } from './check.ts';
import { dialectNamed } from './dialect.ts';
import { membersIn } from './member-keywords.ts';
import type { KeywordPlace, KeywordReader } from './reading.ts';

/** The keywords that combine schemas, that name them, and that only inform a reader. */

function dialect(value: unknown, at: KeywordPlace): undefined {
  if (!at.isAtRoot) return at.fault('is only allowed at the top of the schema');
  if (dialectNamed(value) === undefined) {
    at.fault(
      'must be https://json-schema.org/draft/2020-12/schema, or that of 2019-09 or of drafts 4, 6 and 7',
    );
  }
}

/** A name for the whole schema. Further down it would change the meaning of references. */
function id(value: unknown, at: KeywordPlace): undefined {
  if (!at.isAtRoot) at.fault('is only allowed at the top of the schema');
  else if (typeof value !== 'string') at.fault('must be a string');
}

const POINTER = /^#(\/|$)/;
/** https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.2 */
const ANCHOR = /^[A-Za-z_][-A-Za-z0-9._]*$/;

/** Another name for its schema, for `$ref`. */
function anchor(value: unknown, at: KeywordPlace): undefined {
  if (typeof value !== 'string' || !ANCHOR.test(value)) return at.fault('must be a name such as address');
  at.nameNode(value);
}

const isReference = (text: string): boolean =>
  POINTER.test(text) || (text.startsWith('#') && ANCHOR.test(text.slice(1)));

function ref(value: unknown, at: KeywordPlace): undefined {
  if (typeof value !== 'string' || !isReference(value)) {
    return at.fault('must be #, a JSON Pointer into this schema such as #/$defs/address, or an anchor in it');
  }
  try {
    at.refer(decodeURIComponent(value.slice(1)));
  } catch {
    at.fault('has a % that starts no escape, such as %25');
  }
}

/** Schemas for references: by themselves they apply to nothing. */
function definitions(value: unknown, at: KeywordPlace): undefined {
  for (const [name, schema] of membersIn(value, at)) at.inner(schema, name);
}

function alternatives(value: unknown, at: KeywordPlace) {
  if (Array.isArray(value) && value.length > 0) return value.map((schema, n) => at.inPlace(schema, n));
  at.fault('must be a list of at least one schema');
  return [];
}

function allOf(value: unknown, at: KeywordPlace): undefined {
  const schemas = alternatives(value, at);
  at.check((instance, place, run) => {
    for (const schema of schemas) run.apply(schema, instance, place);
  });
}

function anyOf(value: unknown, at: KeywordPlace): undefined {
  const schemas = alternatives(value, at);
  at.check((instance, place, run) => {
    const matches = (schema: SchemaNode) => run.matches(schema, instance);
    const isMatch = run.needsEvaluated ? schemas.filter(matches).length > 0 : schemas.some(matches);
    if (!isMatch) {
      run.faultOfChoice(place, `must match one of the ${schemas.length} schemas of anyOf`);
    }
  });
}

function oneOf(value: unknown, at: KeywordPlace): undefined {
  const schemas = alternatives(value, at);
  at.check((instance, place, run) => {
    const { length: matching } = schemas.filter((schema) => run.matches(schema, instance));
    if (matching === 1) return;
    run.faultOfChoice(
      place,
      `must match exactly one of the ${schemas.length} schemas of oneOf, and matches ${matching}`,
    );
  });
}

function not(value: unknown, at: KeywordPlace): undefined {
  const schema = at.inPlace(value);
  at.check((instance, place, run) => {
    if (run.holds(schema, instance)) run.fault(place, 'must not match the schema of not');
  });
}

/** With `then` and `else` beside it, which mean nothing without `if`. */
function condition(value: unknown, at: KeywordPlace): undefined {
  const test = at.inPlace(value);
  const branchOf = (keyword: 'then' | 'else') => {
    const schema = at.sibling(keyword);
    return schema === undefined ? undefined : at.beside(keyword).inPlace(schema);
  };
  const [whenTrue, whenFalse] = [branchOf('then'), branchOf('else')];
  at.check((instance, place, run) => {
    const schema = run.matches(test, instance) ? whenTrue : whenFalse;
    if (schema !== undefined) run.apply(schema, instance, place);
  });
}

/** `if` reads it, if there is one. */
const branch: KeywordReader = (value, at) => {
  if (at.sibling('if') === undefined) at.inner(value);
};

const annotation: KeywordReader = () => undefined;

const annotations = [
  ...['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$comment'],
  ...['format', 'contentEncoding', 'contentMediaType'],
];

export const combiningKeywords: Readonly<Record<string, KeywordReader>> = {
  $schema: dialect,
  $id: id,
  $ref: ref,
  $anchor: anchor,
  $defs: definitions,
  definitions,
  allOf,
  anyOf,
  oneOf,
  not,
  if: condition,
  ...Object.fromEntries(['then', 'else'].map((name) => [name, branch])),
  ...Object.fromEntries(annotations.map((name) => [name, annotation])),
};
