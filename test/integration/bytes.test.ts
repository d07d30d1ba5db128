import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestLimits } from '../../src/domain/limits.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile } from '../support/receiver.ts';

/** The delivered body is byte for byte the payload that was handed in. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const target = receiver.target();
const { id: subscriptionId } = await posthorn.api.createSubscription({ target_url: target.url });

const requestOf = (eventId: string) =>
  eventually(`event ${eventId} arrives`, () =>
    target.requests.find(({ headers }) => headers['webhook-id'] === eventId),
  );

/** Hands bytes in and returns them, and their type, as they arrive. */
async function roundTrip(body: string | Uint8Array, headers: Record<string, string> = {}) {
  const { event_id: eventId } = await posthorn.api.ingest(subscriptionId, body, headers);
  const request = await requestOf(eventId);
  return { eventId, body: request.body, contentType: request.headers['content-type'] };
}

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const hostileBodies: Readonly<Record<string, string | Uint8Array>> = {
  'no bytes': '',
  'one NUL': '\0',
  'NUL in JSON': '{"a":"\0"}',
  'bytes that are no UTF-8': Uint8Array.of(0xff, 0xfe, 0x80, 0xc3, 0x28, 0xed, 0xa0, 0x80),
  'JSON in Latin-1': Buffer.from('{"größe":"5 m²"}', 'latin1'),
  'every byte there is': Uint8Array.from({ length: 256 }, (_, byte) => byte),
  'U+FFFD itself': '{"a":"\u{FFFD}"}',
  'a byte order mark': '\u{FEFF}{"a":1}',
  'UTF-16 with a mark': Buffer.from('\u{FEFF}{"a":1}', 'utf16le'),
  'duplicate keys': '{"a":1,"a":2,"__proto__":{"a":3},"a":4}',
  'numbers beyond a double':
    '[1e400,-1e400,1e-400,0.1000000000000000055511151231257827,12345678901234567890,-0]',
  'spacing of its own': '\r\n\t { "a" :\n[ 1 ,2 ]\t} \n',
  'escapes of its own': '{"\\u0061":"\\/\\u00e9\\ud83d\\ude00"}',
  'half a surrogate pair, escaped': '{"a":"\\ud800","b":"\\udc00\\ud800"}',
  'JSON that is cut off': '{"a":[1,2',
  'JSON and more': '{"a":1}{"b":2} trailing',
  '100,000 levels': deep(100_000),
  'a form': 'a=1&b=%ff&a=2',
  'an HTTP request': 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello',
  'a chunked body': '5\r\nhello\r\n0\r\n\r\n',
  'a multipart body': '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
  'a line of markup': '<script>alert("1")</script>\u{2028}\u{2029}',
};

describe('an ingested payload arrives byte for byte:', () => {
  it.each(Object.entries(hostileBodies))('%s', async (_, body) => {
    const arrived = await roundTrip(body, { 'content-type': 'application/json' });
    expect(arrived.body).toEqual(Buffer.from(body));
    expect(arrived.contentType).toBe('application/json');
  });

  it('a mebibyte of noise', async () => {
    const noise = randomBytes(requestLimits.payloadBytes);
    const arrived = await roundTrip(noise, { 'content-type': 'application/octet-stream' });
    expect(arrived.body.equals(noise)).toBe(true);
  });

  it('a mebibyte of text', async () => {
    const text = Buffer.from('é'.repeat(requestLimits.payloadBytes / 2));
    const arrived = await roundTrip(text, { 'content-type': 'text/plain' });
    expect(arrived.body.equals(text)).toBe(true);
  });

  it('any bytes, and any text', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        expect((await roundTrip(bytes)).body).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the content type', () => {
  it.each([
    'text/plain; charset=iso-8859-1',
    'multipart/form-data; boundary="----=_x"',
    'application/vnd.shop.order+json;v=2',
    'Application/JSON',
    'no media type at all',
    `application/${'x'.repeat(requestLimits.contentTypeCharacters - 12)}`,
  ])('%s arrives as it is', async (contentType) => {
    expect((await roundTrip('{}', { 'content-type': contentType })).contentType).toBe(contentType);
  });

  it('is application/octet-stream where none was given', async () => {
    expect((await roundTrip('{}')).contentType).toBe('application/octet-stream');
  });
});

describe('an event', () => {
  it('is shown with its payload as text', async () => {
    const body = '{ "a" : 1e400 }';
    const { eventId } = await roundTrip(body, { 'content-type': 'application/json' });
    expect(await posthorn.api.event(eventId)).toMatchObject({
      content_type: 'application/json',
      payload: body,
      payload_base64: null,
      payload_bytes: body.length,
    });
  });

  it('is shown with its payload in base64 where it is no text', async () => {
    const body = Buffer.from('\u{FEFF}{"größe":1}', 'latin1');
    const { eventId } = await roundTrip(body);
    expect(await posthorn.api.event(eventId)).toMatchObject({
      payload: null,
      payload_base64: body.toString('base64'),
      payload_bytes: body.length,
    });
  });
});

describe('a payload of one byte more than a mebibyte', () => {
  const tooMuch = Buffer.alloc(requestLimits.payloadBytes + 1, ' ');
  const wrapped = `{"event_type":"a","payload":"${'x'.repeat(requestLimits.payloadBytes - 1)}"}`;

  it.each([
    ['ingested', '/ingest/{id}', 'application/json', tooMuch],
    ['published raw', '/events?event_type=a', 'text/plain', tooMuch],
    ['published in JSON', '/events', 'application/json', Buffer.from(wrapped)],
  ] as const)('is too large to be %s', async (_, path, contentType, body) => {
    const headers = { 'content-type': contentType };
    const answer = await posthorn.api.send('POST', path.replace('{id}', subscriptionId), { headers, body });
    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({ type: 'urn:posthorn:problem:payload-too-large' });
  });
});
