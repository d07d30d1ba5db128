import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../src/http/core/json-body.ts';
import { jsonFaultIndex } from '../../../../src/http/core/json-syntax.ts';

const faultOf = (body: string | Uint8Array) => {
  const result = parseJson(Buffer.from(body));
  return result.ok ? undefined : result.fault;
};

describe('a JSON body', () => {
  it('is given with its text', () => {
    const text = ' {"name": "Zoë", "n": 1e400, "__proto__": {"x": 1}} ';
    const result = parseJson(Buffer.from(text));
    expect(result).toEqual({ ok: true, value: JSON.parse(text), text });
  });

  it.each([
    ['', 'The body is empty. Send JSON.'],
    ['\ufeff{}', 'The body begins with a byte order mark, which JSON must not have.'],
    [Buffer.from([0x22, 0xff, 0x22]), 'The body is not valid UTF-8. Send JSON in UTF-8.'],
    [Buffer.from('{"a":"\ud800"}', 'utf16le'), 'The body is not valid UTF-8. Send JSON in UTF-8.'],
    [' \n', 'The body is not JSON: it ends too early.'],
    ['{"a": [1, 2', 'The body is not JSON: it ends too early.'],
    ['{"a": "b', 'The body is not JSON: it ends too early.'],
    ['{"a": 1,}', 'The body is not JSON: line 1, column 9 is unexpected.'],
    ['{\n  "a": 1\n  "b": 2\n}', 'The body is not JSON: line 3, column 3 is unexpected.'],
    ["{'a': 1}", 'The body is not JSON: line 1, column 2 is unexpected.'],
    ['{"a" 1}', 'The body is not JSON: line 1, column 6 is unexpected.'],
    ['[1] 2', 'The body is not JSON: line 1, column 5 is unexpected.'],
    ['[}', 'The body is not JSON: line 1, column 2 is unexpected.'],
    ['"a\tb"', 'The body is not JSON: line 1, column 3 is unexpected.'],
    ['NaN', 'The body is not JSON: line 1, column 1 is unexpected.'],
  ])('%# says what is wrong and where', (body, fault) => {
    expect(faultOf(body)).toBe(fault);
  });

  it('never repeats the body', () => {
    expect(faultOf('{"secret": "hunter2" "x"}')).not.toContain('hunter2');
  });
});

const parses = (text: string): { readonly ok: boolean; readonly position?: number } => {
  try {
    JSON.parse(text);
    return { ok: true };
  } catch (error) {
    const position = /at position (\d+)/.exec((error as Error).message)?.[1];
    return { ok: false, ...(position !== undefined && { position: Number(position) }) };
  }
};

/** JSON that was damaged in one place, or not. */
const nearlyJson = fc
  .tuple(fc.json(), fc.nat(), fc.constantFrom('', ...'{}[],:"\\/ \n\t0-.eEtu1x'), fc.boolean())
  .map(([json, place, character, replaces]) => {
    const at = place % (json.length + 1);
    return json.slice(0, at) + character + json.slice(replaces ? at + 1 : at);
  });

describe('the place where a text stops being JSON', () => {
  it('is found in text that JSON.parse rejects, and nowhere else', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        expect(jsonFaultIndex(text) === undefined).toBe(parses(text).ok);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is the beginning of the word in which JSON.parse stops', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const { position } = parses(text);
        if (position === undefined) return;
        const index = jsonFaultIndex(text) ?? Number.NaN;
        expect(position - index).toBeGreaterThanOrEqual(0);
        expect(position - index).toBeLessThanOrEqual('\\u0000'.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is found at any depth and in any length', () => {
    const depth = 200_000;
    expect(jsonFaultIndex('['.repeat(depth))).toBe(depth);
    expect(jsonFaultIndex(`"${'\\n'.repeat(2_000_000)}"!`)).toBe(4_000_002);
  });
});
