/** JSON values as `JSON.parse` makes them. */

export type Scalar = string | number | boolean | null;
export type JsonObject = Readonly<Record<string, unknown>>;

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only what the object has itself: a filter may name `constructor` or `__proto__`. */
export const memberOf = (object: JsonObject, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

export function onlyNameIn(object: JsonObject): string | undefined {
  const [only, ...others] = Object.keys(object);
  return others.length === 0 ? only : undefined;
}

/** Everything in an array that is no array itself, however deep arrays lie within each other. */
export function* elementsOf(array: readonly unknown[]): Generator<unknown> {
  const open = [array.values()];
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    const next = inner.next();
    if (next.done) open.pop();
    else if (Array.isArray(next.value)) open.push(next.value.values());
    else yield next.value;
  }
}
