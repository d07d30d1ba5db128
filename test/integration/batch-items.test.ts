import { beforeAll, describe, expect, it } from 'vitest';
import { requestLimits } from '../../src/domain/limits.ts';
import { problemDocument } from '../../src/http/core/problem.ts';
import { type HttpAnswer, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile, type Target } from '../support/receiver.ts';

/** Batches by both ways in: one malformed item costs the others nothing, and its result names the field. */

let target: Target;
let ingest: string;
const ways = ['/events/batch', '/ingest/{id}/batch'] as const;

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

beforeAll(async () => {
  target = receiver.target();
  const { id } = await posthorn.api.createSubscription({ target_url: target.url });
  ingest = id;
});

const pathOf = (way: string) => way.replace('{id}', ingest);
const json = { 'content-type': 'application/json' };
const send = (way: string, body: string) => posthorn.api.send('POST', pathOf(way), { headers: json, body });

interface Result {
  readonly status: number;
  readonly problem?: unknown;
}
const resultsOf = (answer: HttpAnswer) => (answer.json() as { results: readonly Result[] }).results;

const bad: readonly (readonly [what: string, item: string, status: number, pointer: string | undefined])[] = [
  ['no event type that can be', '{"event_type":"é","payload":1}', 422, '/events/1/event_type'],
  ['an event type of another kind', '{"event_type":5,"payload":1}', 422, '/events/1/event_type'],
  ['a reserved event type', '{"event_type":"posthorn.test","payload":1}', 422, '/events/1/event_type'],
  ['no payload', '{"event_type":"a"}', 422, '/events/1/payload'],
  ['two payloads', '{"event_type":"a","payload":1,"payload":2}', 400, '/events/1/payload'],
  ['two event types', '{"event_type":"a","event_type":"b","payload":1}', 400, '/events/1/event_type'],
  [
    'an escaped duplicate',
    '{"event_type":"a","\\u0065vent_type":"b","payload":1}',
    400,
    '/events/1/event_type',
  ],
  ['no time', '{"event_type":"a","payload":1,"deliver_at":"soon"}', 422, '/events/1/deliver_at'],
  [
    'a time too far ahead',
    '{"event_type":"a","payload":1,"deliver_at":"2999-01-01T00:00:00Z"}',
    422,
    '/events/1/deliver_at',
  ],
  [
    'a key that is none',
    '{"event_type":"a","payload":1,"idempotency_key":""}',
    422,
    '/events/1/idempotency_key',
  ],
  ['an unknown member', '{"event_type":"a","payload":1,"a/b":1}', 422, '/events/1/a~1b'],
  ['the member __proto__', '{"event_type":"a","payload":1,"__proto__":{}}', 422, '/events/1/__proto__'],
  ['null', 'null', 422, '/events/1'],
  ['a list', '[]', 422, '/events/1'],
  ['a text', '"event"', 422, '/events/1'],
  [
    'a payload that is too large',
    `{"event_type":"a","payload":"${'x'.repeat(requestLimits.payloadBytes)}"}`,
    413,
    undefined,
  ],
];

describe.each(ways)('a batch to %s', (way) => {
  it.each(bad)('takes the others when one has %s', async (_, item, status, pointer) => {
    const before = target.requests.length;
    const good = (n: number) => `{"event_type":"a","payload":{"good" : ${n}}}`;
    const answer = await send(way, `{"events":[${good(1)},${item},${good(2)}]}`);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ accepted: 2, refused: 1 });
    const [first, refused, last] = resultsOf(answer);
    expect([first?.status, refused?.status, last?.status]).toEqual([202, status, 202]);
    const problem = problemDocument.strict().parse(refused?.problem);
    expect(problem.status).toBe(status);
    expect(problem.errors?.map((fault) => fault.pointer)).toEqual(pointer && [pointer]);
    await eventually('both arrive', async () => target.requests.length >= before + 2);
  });

  it('answers each even when all of them are malformed', async () => {
    const answer = await send(way, '{"events":[1,{"event_type":"a"}]}');
    expect(answer.json()).toMatchObject({
      accepted: 0,
      refused: 2,
      results: [{ status: 422 }, { status: 422 }],
    });
  });

  it('keeps its place in the numbering of keys when an item before it is malformed', async () => {
    const headers = { 'idempotency-key': `numbered ${way}`.replaceAll(/[^!-~]/g, '') };
    const events = [{ event_type: 'a', payload: 1 }];
    const broken = await posthorn.api.sendJson('POST', pathOf(way), { events: [5, ...events] }, headers);
    const mended = await posthorn.api.sendJson(
      'POST',
      pathOf(way),
      { events: [{ event_type: 'b', payload: 2 }, ...events] },
      headers,
    );
    const idOf = (answer: HttpAnswer) => (resultsOf(answer)[1] as { event_id?: string }).event_id;
    expect(idOf(mended)).toBe(idOf(broken));
  });

  it.each([
    ['it is no JSON', '{"events":[', 400],
    ['it has two lists', '{"events":[],"events":[{"event_type":"a","payload":1}]}', 400],
    ['it has no list', '{}', 422],
    ['it is a list', '[]', 422],
    ['it is empty', '{"events":[]}', 422],
    ['it has too many', `{"events":[${Array(101).fill('1').join()}]}`, 422],
    ['it has another member', '{"events":[1],"more":1}', 422],
    ['it is too large', `{"events":["${'x'.repeat(requestLimits.bodyBytes)}"]}`, 413],
  ])('is refused as a whole when %s', async (_, body, status) => {
    expect(problemIn(await send(way, body)).status).toBe(status);
  });
});
