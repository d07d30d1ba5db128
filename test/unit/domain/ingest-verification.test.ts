import { describe, expect, it } from 'vitest';
import { ingestSignature, verifyIngest } from '../../../src/domain/ingest-verification.ts';

const SECRET = 's3cr3t';
const HI = Buffer.from('hi');
const SIGNATURE_OF_HI = '45a93bae08b8941744e2cb6c32d62be7a52439980719df5e7640700b2d1bfbab';

const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const verifyWrapper = (value: unknown) => verifyIngest(SECRET, bytesOf(value), undefined);

describe('an ingest signature', () => {
  it('is the hex of HMAC-SHA256 over the body', () => {
    expect(ingestSignature(SECRET, HI)).toBe(SIGNATURE_OF_HI);
  });

  it('has the UTF-8 bytes of the secret for a key', () => {
    // From Python: hmac.new('sécret'.encode(), 'hé ☃'.encode(), 'sha256').hexdigest()
    expect(ingestSignature('sécret', Buffer.from('hé ☃'))).toBe(
      'bca6c252ee6d6edab7bc0d9acd3de3b5f2ddf0f2cea3cb807722e036dc3cdc8b',
    );
  });
});

describe('a signature in the header', () => {
  it.each([SIGNATURE_OF_HI, `sha256=${SIGNATURE_OF_HI}`])('is accepted as %s', (header) => {
    expect(verifyIngest(SECRET, HI, header)).toEqual({ outcome: 'verified', payload: HI, unwrapped: false });
  });

  it('is over all bytes of the body, which are delivered as they are', () => {
    const body = Uint8Array.of(0xef, 0xbb, 0xbf, 0, 0xff, 0x0d, 0x0a);
    expect(verifyIngest(SECRET, body, ingestSignature(SECRET, body))).toEqual({
      outcome: 'verified',
      payload: body,
      unwrapped: false,
    });
  });

  it('may be over nothing', () => {
    const body = new Uint8Array();
    expect(verifyIngest(SECRET, body, ingestSignature(SECRET, body))).toMatchObject({ outcome: 'verified' });
  });

  it.each([
    ['nothing', ''],
    ['a prefix only', 'sha256='],
    ['another prefix', `sha1=${SIGNATURE_OF_HI}`],
    ['a prefix in capitals', `SHA256=${SIGNATURE_OF_HI}`],
    ['two prefixes', `sha256=sha256=${SIGNATURE_OF_HI}`],
    ['capitals', SIGNATURE_OF_HI.toUpperCase()],
    ['the beginning of it', SIGNATURE_OF_HI.slice(0, -1)],
    ['more than it', `${SIGNATURE_OF_HI}0`],
    ['a space before it', ` ${SIGNATURE_OF_HI}`],
    ['base64', Buffer.from(SIGNATURE_OF_HI, 'hex').toString('base64')],
    ['as many characters beyond ASCII', 'é'.repeat(64)],
    ['as many bytes beyond ASCII', 'é'.repeat(32)],
    ['the signature of another secret', ingestSignature('other', HI)],
    ['the signature of another body', ingestSignature(SECRET, Buffer.from('ho'))],
  ])('is wrong when it is %s', (_, header) => {
    expect(verifyIngest(SECRET, HI, header)).toEqual({ outcome: 'wrong-signature' });
  });

  it('counts alone: a wrapper in the body is then the payload, and does not make up for a wrong header', () => {
    const wrapper = bytesOf({ body: 'hi', signature: SIGNATURE_OF_HI });
    expect(verifyIngest(SECRET, wrapper, ingestSignature(SECRET, wrapper))).toEqual({
      outcome: 'verified',
      payload: wrapper,
      unwrapped: false,
    });
    expect(verifyIngest(SECRET, wrapper, SIGNATURE_OF_HI)).toEqual({ outcome: 'wrong-signature' });
  });
});

describe('a signature in a wrapper', () => {
  it('is over the string in it, whose bytes are delivered', () => {
    expect(verifyWrapper({ body: 'hi', signature: SIGNATURE_OF_HI })).toEqual({
      outcome: 'verified',
      payload: HI,
      unwrapped: true,
    });
  });

  it.each(['', '{"a": 1.0,\n"a": 2}', 'Grüße ☃ 😀', '\u0000\u2028'])('may be over %j', (text) => {
    const payload = Buffer.from(text);
    expect(verifyWrapper({ body: text, signature: ingestSignature(SECRET, payload) })).toEqual({
      outcome: 'verified',
      payload,
      unwrapped: true,
    });
  });

  it('is found in any order and spelling of the JSON', () => {
    const spelled = ` {\n "signature" : "${SIGNATURE_OF_HI}",\t"bod\\u0079":"\\u0068i"}\r\n`;
    expect(verifyIngest(SECRET, Buffer.from(spelled), undefined)).toEqual({
      outcome: 'verified',
      payload: HI,
      unwrapped: true,
    });
  });

  it.each([
    ['nothing', ''],
    ['capitals', SIGNATURE_OF_HI.toUpperCase()],
    ['prefixed', `sha256=${SIGNATURE_OF_HI}`],
    ['beyond ASCII', 'é'.repeat(64)],
    ['half of a surrogate pair', '\ud83d'],
    ['that of another secret', ingestSignature('other', HI)],
  ])('is wrong when it is %s', (_, signature) => {
    expect(verifyWrapper({ body: 'hi', signature })).toEqual({ outcome: 'wrong-signature' });
  });
});

describe('a body without a signature', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hi'],
    ['an unfinished object', '{"body":"hi","signature":"'],
    ['two objects', '{"signature":"a"}{"body":"hi"}'],
    ['a number', '1'],
    ['null', 'null'],
    ['a string', '"signature"'],
    ['an array', '[{"body":"hi","signature":"a"}]'],
    ['an empty object', '{}'],
    ['an object with a body only', '{"body":"hi"}'],
    ['a signature in an object below', '{"data":{"body":"hi","signature":"a"}}'],
    ['a signature in the prototype', '{"__proto__":{"body":"hi","signature":"a"}}'],
    ['a signature in capitals', '{"body":"hi","Signature":"a"}'],
  ])('is told how to sign: %s', (_, body) => {
    expect(verifyIngest(SECRET, Buffer.from(body), undefined)).toEqual({
      outcome: 'missing-signature',
      detail: expect.stringContaining('X-Posthorn-Signature'),
      pointer: '/signature',
    });
  });

  it('is one whose JSON is not UTF-8', () => {
    const latin1 = Buffer.from(`{"body":"h\u00e9","signature":"${SIGNATURE_OF_HI}"}`, 'latin1');
    expect(verifyIngest(SECRET, latin1, undefined)).toMatchObject({ outcome: 'missing-signature' });
  });
});

describe('a malformed wrapper', () => {
  const signature = SIGNATURE_OF_HI;

  it.each<readonly [string, unknown, string]>([
    ['no body', { signature }, '/body'],
    ['a body of null', { body: null, signature }, '/body'],
    ['a body of a number', { body: 1, signature }, '/body'],
    ['a body of true', { body: true, signature }, '/body'],
    ['an object for a body', { body: { a: 1 }, signature }, '/body'],
    ['an array for a body', { body: ['hi'], signature }, '/body'],
    ['half of a surrogate pair in the body', { body: 'a\ud83d', signature }, '/body'],
    ['the other half of it', { body: '\ude00a', signature }, '/body'],
    ['a signature of null', { body: 'hi', signature: null }, '/signature'],
    ['a signature of a number', { body: 'hi', signature: 45 }, '/signature'],
    ['an array for a signature', { body: 'hi', signature: [signature] }, '/signature'],
    ['an object for a signature', { body: 'hi', signature: { hex: signature } }, '/signature'],
    ['a member that is not signed', { body: 'hi', signature, extra: 1 }, '/extra'],
    ['a member of null that is not signed', { body: 'hi', signature, extra: null }, '/extra'],
    ['a body in capitals beside it', { body: 'hi', signature, Body: 'ho' }, '/Body'],
    ['a member without a name', { body: 'hi', signature, '': 1 }, '/'],
    // RFC 6901, section 3: `~` is written `~0`, and `/` is written `~1`.
    ['a member with a slash in its name', { body: 'hi', signature, 'a/b': 1 }, '/a~1b'],
    ['a member with a tilde in its name', { body: 'hi', signature, 'a~1b': 1 }, '/a~01b'],
  ])('says where it is wrong: %s', (_, wrapper, pointer) => {
    expect(verifyWrapper(wrapper)).toEqual({
      outcome: 'malformed-wrapper',
      pointer,
      detail: expect.stringMatching(/^(is|must be|has) /),
    });
  });

  it('has a member named __proto__', () => {
    const wrapper = `{"body":"hi","signature":"${signature}","__proto__":{}}`;
    expect(verifyIngest(SECRET, Buffer.from(wrapper), undefined)).toMatchObject({ pointer: '/__proto__' });
  });
});
