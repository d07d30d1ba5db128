import { canonical } from './json.ts';
import type { KeywordPlace, KeywordReader } from './reading.ts';
import { placeIn } from './schema-place.ts';
import { countIn } from './value-keywords.ts';

/** The keywords for the items of lists. */

function prefixItems(value: unknown, at: KeywordPlace): undefined {
  if (!Array.isArray(value) || value.length === 0) return at.fault('must be a list of schemas');
  const schemas = value.map((schema, n) => at.inner(schema, n));
  at.check((instance, place, run) => {
    if (!Array.isArray(instance)) return;
    for (const [n, schema] of schemas.slice(0, instance.length).entries()) {
      run.applyIn(schema, instance[n], place, n);
    }
  });
}

/** For the items after those of `prefixItems` in the same schema. */
function items(value: unknown, at: KeywordPlace): undefined {
  if (Array.isArray(value)) return at.fault('must be one schema. For a list of schemas use prefixItems');
  const schema = at.inner(value);
  const before = at.sibling('prefixItems');
  const first = Array.isArray(before) ? before.length : 0;
  at.check((instance, place, run) => {
    if (!Array.isArray(instance)) return;
    for (let n = first; n < instance.length && !run.faults.isFull; n += 1) {
      run.applyIn(schema, instance[n], place, n);
    }
  });
}

function contains(value: unknown, at: KeywordPlace): undefined {
  const schema = at.inner(value);
  const least = boundBeside('minContains', at) ?? 1;
  const most = boundBeside('maxContains', at) ?? Infinity;
  at.check((instance, place, run) => {
    if (!Array.isArray(instance)) return;
    let count = 0;
    for (const [n, item] of instance.entries()) {
      if (!run.holds(schema, item)) continue;
      count += 1;
      run.evaluate(n);
    }
    if (count < least) run.fault(place, `must contain at least ${least} items that match contains`);
    if (count > most) run.fault(place, `must contain at most ${most} items that match contains`);
  });
}

/** The other keyword's own reader reports its faults. */
function boundBeside(keyword: string, at: KeywordPlace): number | undefined {
  const value = at.sibling(keyword);
  return typeof value === 'number' ? value : undefined;
}

const onlyBesideContains: KeywordReader = (value, at) => {
  countIn(value, at);
  return undefined;
};

function uniqueItems(value: unknown, at: KeywordPlace): undefined {
  if (typeof value !== 'boolean') return at.fault('must be true or false');
  if (!value) return;
  at.check((instance, place, run) => {
    if (!Array.isArray(instance)) return;
    const seen = new Set<string>();
    for (const [n, item] of instance.entries()) {
      const text = canonical(item, run.spend);
      if (seen.has(text)) run.fault(placeIn(place, n), 'is given more than once');
      seen.add(text);
    }
  });
}

const count =
  (isWithin: (length: number, bound: number) => boolean, words: string): KeywordReader =>
  (value, at) => {
    const bound = countIn(value, at);
    if (bound === undefined) return;
    at.check((instance, place, run) => {
      if (!Array.isArray(instance) || isWithin(instance.length, bound)) return;
      run.fault(place, `must have ${words} ${bound} items`);
    });
  };

export const itemKeywords: Readonly<Record<string, KeywordReader>> = {
  prefixItems,
  items,
  contains,
  minContains: onlyBesideContains,
  maxContains: onlyBesideContains,
  uniqueItems,
  minItems: count((length, least) => length >= least, 'at least'),
  maxItems: count((length, most) => length <= most, 'at most'),
};
