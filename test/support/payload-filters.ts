import fc from 'fast-check';

/**
 * Filters and payloads for property tests: of few names and few texts, one the beginning of another, so that matches
 * and near misses are both common.
 */

/** `-` is ordered before the dot that Ruler joins names with. */
const name = fc.oneof(
  { arbitrary: fc.constantFrom('a', 'b'), weight: 8 },
  fc.constantFrom('c', 'a-', 'constructor', '__proto__'),
);

const units = ['a', 'b', 'A', 'é', 'É', 'ß', '*', '\\', '😀', ' '];
const plainText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...units), maxLength: 4 }),
  fc.constantFrom('', 'a', 'ab', 'abab', 'ABAB', 'SS', 'null', '1', '1.5', '10', ':', '1.2.3', '1.2.3.999'),
);
/** Ruler does not keep the families apart. */
const addresses = {
  ipv4: ['10.0.0.1', '10.0.0.200', '10.0.1.9', '10.1.0.15', '9.255.255.255', '255.255.255.255', '0.0.0.0'],
  ipv6: ['2001:db8::1', '2001:DB8:0:0::1', '2001:db8:0:1::', '::', '::1', 'ffff::ffff'],
};
const cidrs = {
  ipv4: ['10.0.0.0/24', '10.0.0.77/24', '10.0.0.0/23', '10.0.0.0/8', '10.0.0.128/25', '10.0.0.1/31'],
  ipv6: ['2001:db8::/32', '2001:db8::/64', '::1/127', 'fe80::/10', '2001:DB8::F/120'],
};
type Family = keyof typeof addresses;

const number = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(0.1, 0.3, 1.5, -1.5, 1e3, 1e21, 5e-7, 123_456_789_012, 1e300),
);

const textOf = (family: Family) =>
  fc.oneof({ arbitrary: plainText, weight: 4 }, fc.constantFrom(...addresses[family]));
const scalarOf = (family: Family) =>
  fc.oneof(
    { arbitrary: textOf(family), weight: 4 },
    { arbitrary: number, weight: 2 },
    fc.constantFrom(true, false, null),
  );

const objectOf = <T>(value: fc.Arbitrary<T>, minLength: number, maxLength: number) =>
  fc
    .uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, minLength, maxLength })
    .map((entries) => Object.fromEntries(entries) as Record<string, T>);

/** Objects with any JSON in them. */
const payloadOf = (family: Family): fc.Arbitrary<Record<string, unknown>> =>
  fc.letrec<{ object: Record<string, unknown>; value: unknown }>((tie) => ({
    object: objectOf(tie('value'), 0, 4),
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { arbitrary: scalarOf(family), weight: 3 },
      { arbitrary: tie('object'), weight: 2 },
      { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 3 },
    ),
  })).object;

const wildcard = fc
  .array(fc.constantFrom('a', 'b', 'A', 'é', '*', '\\*', '\\\\', 'ab'), { maxLength: 6 })
  .map((parts) => parts.filter((part, index) => part !== '*' || parts[index - 1] !== '*').join(''));

const oneOrMore = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));

const numeric = fc.oneof(
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), number),
  fc
    .tuple(fc.constantFrom('>', '>='), number, fc.constantFrom('<', '<='), number)
    .filter(([, lower, , upper]) => lower < upper),
);

/** Ruler makes two question marks of an emoji when case is ignored. */
const caselessText = plainText.map((text) => text.replaceAll('😀', 'Aé'));

const anythingButOf = (family: Family) =>
  fc.oneof(
    oneOrMore(textOf(family)),
    oneOrMore(number),
    fc.record({ prefix: oneOrMore(plainText.filter((text) => text !== '')) }),
    fc.record({ suffix: oneOrMore(plainText.filter((text) => text !== '')) }),
    fc.record({ 'equals-ignore-case': oneOrMore(caselessText) }),
    fc.record({ wildcard: oneOrMore(wildcard) }),
  );

const operatorOf = (family: Family): fc.Arbitrary<object> => {
  const ignoringCase = fc.record({ 'equals-ignore-case': caselessText });
  return fc.oneof(
    fc.record({ prefix: fc.oneof(plainText, ignoringCase) }),
    fc.record({ suffix: fc.oneof(plainText, ignoringCase) }),
    ignoringCase,
    fc.record({ wildcard }),
    fc.record({ 'anything-but': anythingButOf(family) }),
    fc.record({ numeric }),
    fc.record({ exists: fc.boolean() }),
    fc.record({ cidr: fc.constantFrom(...cidrs[family]) }),
  );
};

const listOf = (family: Family): fc.Arbitrary<unknown> =>
  fc.array(fc.oneof(scalarOf(family), operatorOf(family)), { minLength: 1, maxLength: 2 });

/** Now and then with a fault: a field may be named in `$or` and beside it. */
const filterOf = (family: Family): fc.Arbitrary<object> =>
  fc.letrec<{ object: object; field: unknown }>((tie) => ({
    field: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      { arbitrary: listOf(family), weight: 4 },
      tie('object'),
    ),
    object: withOr(objectOf(tie('field'), 1, 2), tie('object')),
  })).object;

const withOr = (fields: fc.Arbitrary<object>, alternative: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.oneof(
    { arbitrary: fields, weight: 6 },
    fc
      .tuple(fc.oneof(fields, fc.constant({})), fc.array(alternative, { minLength: 2, maxLength: 3 }))
      .map(([others, alternatives]) => ({ ...others, $or: alternatives })),
  );

/** Filters on some of the fields of a payload. */
function filterLike(payload: object, family: Family): fc.Arbitrary<object> {
  const entries = Object.entries(payload);
  if (entries.length === 0) return filterOf(family);
  const fields = fc
    .subarray(entries, { minLength: 1, maxLength: Math.min(2, entries.length) })
    .chain((chosen) =>
      fc.tuple(...chosen.map(([key, value]) => fieldLike(value, family).map((field) => [key, field]))),
    )
    .map((chosen) => Object.fromEntries(chosen) as object);
  return withOr(fields, fc.oneof({ maxDepth: 1 }, filterOf(family), fields));
}

function fieldLike(value: unknown, family: Family): fc.Arbitrary<unknown> {
  if (Array.isArray(value) && value.length > 0) {
    return fc.constantFrom(...value).chain((element) => fieldLike(element, family));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return filterLike(value, family);
  return fc.oneof(
    listOf(family),
    fc.tuple(fc.constant(value ?? null), listOf(family)).map(([own, others]) => [own, others].flat()),
  );
}

export const payload = payloadOf('ipv4');
export const scalar = scalarOf('ipv4');
export const anythingBut = anythingButOf('ipv4');

/** A filter and a payload, of which about every third matches. */
export const filtersAndPayloads = fc
  .constantFrom<Family>('ipv4', 'ipv6')
  .chain((family) => payloadOf(family).map((payload) => [family, payload] as const))
  .chain(([family, payload]) =>
    fc.tuple(
      fc.oneof(filterOf(family), { arbitrary: filterLike(payload, family), weight: 3 }),
      fc.constant(payload),
    ),
  );

/** Filters with something wrong in most of them. */
export const nearlyFilters: fc.Arbitrary<object> = fc.letrec<{
  operand: unknown;
  item: unknown;
  field: unknown;
  object: object;
}>((tie) => {
  const word = fc.oneof(
    plainText,
    wildcard,
    fc.constantFrom(
      '*a**',
      'a\\b',
      '10.0.0.0/33',
      '10.0.0.0/32',
      '::/128',
      '::ffff:a00:0/104',
      '10.0.0/8',
      '1.2.3.4',
      '/8',
      '10.0.0.0/',
      '10.0.0.0/-1',
    ),
  );
  const sign = fc.constantFrom('=', '<', '<=', '>', '>=', '==');
  const names = [
    'prefix',
    'suffix',
    'equals-ignore-case',
    'wildcard',
    'anything-but',
    'numeric',
    'exists',
    'cidr',
  ];
  return {
    operand: fc.oneof(
      { maxDepth: 3 },
      scalarOf('ipv4'),
      word,
      fc.tuple(sign, number),
      fc.tuple(sign, number, sign, number),
      fc.array(fc.oneof(scalarOf('ipv4'), sign, word), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names), tie('operand'), { maxKeys: 2 }),
    ),
    item: fc.oneof(
      {
        arbitrary: fc.dictionary(fc.constantFrom(...names), tie('operand'), { minKeys: 1, maxKeys: 1 }),
        weight: 3,
      },
      { arbitrary: operatorOf('ipv4'), weight: 6 },
      scalarOf('ipv4'),
      tie('operand'),
    ),
    field: fc.oneof(
      { maxDepth: 2 },
      { arbitrary: fc.array(tie('item'), { minLength: 1, maxLength: 2 }), weight: 12 },
      tie('operand'),
      tie('object'),
    ),
    object: fc.dictionary(
      fc.oneof({ arbitrary: name, weight: 8 }, fc.constantFrom('$or', '$or', 'numeric', 'regex', '=')),
      fc.oneof(
        { arbitrary: tie('field'), weight: 4 },
        fc.array(tie('object'), { minLength: 1, maxLength: 3 }),
      ),
      { minKeys: 1, maxKeys: 2, noNullPrototype: true },
    ),
  };
}).object;
