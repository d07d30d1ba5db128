import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hexRow,
  hexRowCount,
  indented,
  jsonOf,
  textOf,
  utf8Bytes,
} from '../../../dashboard/src/format/payload.ts';

describe('textOf', () => {
  it.each([
    ['UTF-8', utf8Bytes('Zoë 😀'), 'application/json', 'Zoë 😀', 'utf-8'],
    [
      'ISO 8859-1 by its charset',
      Uint8Array.of(0x48, 0xe9),
      'text/plain; charset="ISO-8859-1"',
      'Hé',
      'iso-8859-1',
    ],
    ['UTF-16 by its byte order mark', Uint8Array.of(0xff, 0xfe, 0x41, 0), 'text/plain', 'A', 'utf-16le'],
    ['UTF-8 with an unknown charset', utf8Bytes('a'), 'text/plain; charset=klingon', 'a', 'utf-8'],
    ['no bytes', new Uint8Array(), 'text/plain', '', 'utf-8'],
  ])('reads %s', (_, payload, contentType, text, encoding) => {
    expect(textOf(payload, contentType)).toEqual({ text, encoding });
  });

  it('has no text for bytes that are none', () => {
    expect(textOf(Uint8Array.of(0xff, 0x00, 0x80), 'application/octet-stream')).toBeUndefined();
  });
});

describe('indented', () => {
  it('changes white space only, as JSON.stringify would set it', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(indented(json)).toBe(JSON.stringify(JSON.parse(json), null, 2));
      }),
      { examples: [['{}'], ['[]'], ['[[],{}]'], ['{"a":[1,{"b":"x\\"[,"}]}']] },
    );
  });

  it('keeps numbers, escapes and repeated names as they were sent', () => {
    expect(indented('{"a":1.0,"a":12345678901234567890,"b":"\\u0041\\/"}')).toBe(
      '{\n  "a": 1.0,\n  "a": 12345678901234567890,\n  "b": "\\u0041\\/"\n}',
    );
  });

  it('takes a payload of 1 MiB, in one string or in a million brackets', () => {
    const text = JSON.stringify('\\"'.repeat(250_000));
    expect(indented(text)).toBe(text);
    const brackets = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(indented(brackets).replaceAll(/\s+/g, '')).toBe(brackets);
  });
});

describe('jsonOf', () => {
  it('parses JSON of any kind, and nothing else', () => {
    expect(jsonOf(' {"a":1}')).toEqual({ value: { a: 1 } });
    expect(jsonOf('null')).toEqual({ value: null });
    expect(jsonOf('<p>')).toBeUndefined();
    expect(jsonOf('')).toBeUndefined();
  });
});

describe('hexRow', () => {
  it('shows sixteen bytes with their offset and printable characters', () => {
    const payload = utf8Bytes('POST /webhooks\r\nHost');
    expect(hexRowCount(payload.length)).toBe(2);
    expect(hexRow(payload, 0)).toBe(
      '00000000  50 4f 53 54 20 2f 77 65 62 68 6f 6f 6b 73 0d 0a  POST /webhooks··',
    );
    expect(hexRow(payload, 1)).toBe(`00000010  48 6f 73 74${' '.repeat(38)}Host`);
  });
});
