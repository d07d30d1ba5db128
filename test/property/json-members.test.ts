import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberSlices } from '../../src/domain/json-members.ts';

const WANTED = 'payload';

const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 });

const piece = fc.constantFrom(
  ...['a', 'é', '😀', '{', '}', '[', ']', ',', ':', ' ', WANTED],
  ...['\\"', '\\\\', '\\/', '\\n', '\\u0061', '\\u0000', '\\ud83d\\ude00', '\\udead'],
);
const stringText = fc.array(piece, { maxLength: 6 }).map((pieces) => `"${pieces.join('')}"`);

/** The wanted name with some of its letters written as escapes. */
const wantedName = fc
  .tuple(
    ...[...WANTED].map((letter) => fc.tuple(fc.constant(letter), fc.constantFrom('plain', 'lower', 'upper'))),
  )
  .map((letters) => {
    const spelled = letters.map(([letter, how]) => {
      const hex = letter.charCodeAt(0).toString(16);
      return how === 'plain' ? letter : `\\u00${how === 'lower' ? hex : hex.toUpperCase()}`;
    });
    return `"${spelled.join('')}"`;
  });
const otherName = stringText.filter((name) => JSON.parse(name) !== WANTED);

const scalarText = fc.oneof(
  fc.constantFrom('true', 'false', 'null', '0', '-0', '1e400', '-1.50E+7', '123456789012345678901234567890'),
  stringText,
);

/** Any JSON text, nested members of the wanted name included. */
const { value: jsonText } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalarText, tie('list'), tie('object')),
  list: fc
    .tuple(fc.array(tie('value'), { maxLength: 3 }), space)
    .map(([items, gap]) => `[${gap}${items.join(`,${gap}`)}]`),
  object: fc
    .tuple(fc.array(fc.tuple(fc.oneof(stringText, wantedName), tie('value')), { maxLength: 3 }), space)
    .map(
      ([members, gap]) =>
        `{${members.map(([name, value]) => `${gap}${name}${gap}:${value}${gap}`).join(',')}}`,
    ),
}));

interface Member {
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

const memberOf = (name: fc.Arbitrary<string>): fc.Arbitrary<Member> =>
  fc.tuple(name, jsonText, space, space, space, space).map(([nameText, value, a, b, c, d]) => ({
    name: JSON.parse(nameText),
    value,
    text: `${a}${nameText}${b}:${c}${value}${d}`,
  }));

const member = fc.oneof({ weight: 3, arbitrary: memberOf(otherName) }, memberOf(wantedName));

const outcomeOf = (text: string): string => {
  const { slices, duplicate } = memberSlices(Buffer.from(text));
  const found = slices.get(WANTED);
  if (duplicate !== undefined) return `duplicate ${duplicate}`;
  return found === undefined ? 'absent' : `found ${Buffer.from(found)}`;
};

const firstDuplicate = (names: readonly string[]): string | undefined =>
  names.find((name, n) => names.indexOf(name) < n);

describe('the bytes of a member', () => {
  it('are found exactly as they were written, wherever they stand', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), space, space, (members, before, after) => {
        const text = `${before}{${members.map(({ text: memberText }) => memberText).join(',') || ' '}}${after}`;
        const wanted = members.find(({ name }) => name === WANTED);
        const duplicate = firstDuplicate(members.map(({ name }) => name));
        const only = wanted === undefined ? 'absent' : `found ${wanted.value}`;
        expect(outcomeOf(text)).toBe(duplicate === undefined ? only : `duplicate ${duplicate}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('mean the same as the result of JSON.parse', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.jsonValue(),
        fc.nat(4),
        (others, value, indent) => {
          const text = JSON.stringify({ ...others, [WANTED]: value }, null, indent);
          const found = memberSlices(Buffer.from(text)).slices.get(WANTED) as Uint8Array;
          expect(JSON.parse(Buffer.from(found).toString())).toEqual(JSON.parse(text)[WANTED]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are found in nesting that no recursion would survive', () => {
    const deep = `${'[{"payload":'.repeat(100_000)}1e400${'}]'.repeat(100_000)}`;
    expect(outcomeOf(`{"a":${deep},"p\\u0061yload": ${deep} }`)).toBe(`found ${deep}`);
    expect(outcomeOf(`{"payload":${deep},"payload":1}`)).toBe('duplicate payload');
    expect(outcomeOf(`{"a":${deep}}`)).toBe('absent');
  });

  it('are a view of the input, not a copy', () => {
    const bytes = Buffer.from('{"payload":[1,2]}');
    const found = memberSlices(bytes).slices.get(WANTED) as Uint8Array;
    expect([found.buffer, found.byteOffset, found.byteLength]).toEqual([
      bytes.buffer,
      bytes.byteOffset + 11,
      5,
    ]);
  });
});
