/** JSON values as `JSON.parse` makes them. */

export type Scalar = string | number | boolean | null;
export type JsonObject = Readonly<Record<string, unknown>>;

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only the object's own members: a filter can name `constructor` or `__proto__`. */
export const memberOf = (object: JsonObject, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

export function onlyNameIn(object: JsonObject): string | undefined {
  const [only, ...others] = Object.keys(object);
  return others.length === 0 ? only : undefined;
}

/** All elements of an array that are not arrays themselves, at any depth of nested arrays. */
export function* elementsOf(array: readonly unknown[]): Generator<unknown> {
  const open = [array.values()];
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    const next = inner.next();
    if (next.done) open.pop();
    else if (Array.isArray(next.value)) open.push(next.value.values());
    else yield next.value;
  }
}
