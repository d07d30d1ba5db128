import { isObject } from './json.ts';
import type { KeywordPlace, KeywordReader } from './reading.ts';
import { placeIn } from './schema-place.ts';

/**
 * The keywords for members and items that no other keyword evaluates: neither in the same schema nor in matching
 * schemas for the same value. https://json-schema.org/draft/2020-12/json-schema-core#section-11
 */

function unevaluatedProperties(value: unknown, at: KeywordPlace): undefined {
  const schema = at.inner(value);
  at.checkUnevaluated((instance, place, run) => {
    if (!isObject(instance)) return;
    for (const [name, member] of Object.entries(instance)) {
      if (run.isEvaluated(name)) continue;
      if (value === false) run.fault(placeIn(place, name), 'is not a member of the schema');
      else run.applyIn(schema, member, place, name);
    }
  });
}

function unevaluatedItems(value: unknown, at: KeywordPlace): undefined {
  const schema = at.inner(value);
  at.checkUnevaluated((instance, place, run) => {
    if (!Array.isArray(instance)) return;
    for (let n = 0; n < instance.length && !run.faults.isFull; n += 1) {
      if (run.isEvaluated(n)) continue;
      if (value === false) run.fault(placeIn(place, n), 'is not an item of the schema');
      else run.applyIn(schema, instance[n], place, n);
    }
  });
}

export const unevaluatedKeywords: Readonly<Record<string, KeywordReader>> = {
  unevaluatedProperties,
  unevaluatedItems,
};
