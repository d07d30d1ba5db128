import { describe, expect, it } from 'vitest';
import { readClientMessage } from '../../../../src/http/live/client-message.ts';
import { checkedMessage } from '../../../support/live-messages.ts';

/** The pointers of the answer to a message that is refused. */
function faultsOf(message: unknown): readonly string[] {
  const read = readClientMessage(typeof message === 'string' ? message : JSON.stringify(message));
  if (read.outcome === 'read') throw new Error('it was read');
  const answer = checkedMessage(JSON.stringify(read.answer));
  if (answer.type !== 'problem') throw new Error('the answer is no problem');
  expect(answer).toMatchObject({ code: 'invalid-message', closes: false });
  return answer.errors.map(({ pointer }) => pointer);
}

describe('a message of a client', () => {
  it('is read', () => {
    const message = {
      type: 'watch',
      filter: { event_types: ['order.*'], statuses: ['exhausted'] },
      cursor: 'x',
    };
    expect(readClientMessage(JSON.stringify(message))).toEqual({ outcome: 'read', message });
    expect(readClientMessage('{"type":"ping"}')).toEqual({ outcome: 'read', message: { type: 'ping' } });
  });

  it.each([['', '{', 'null', '5', '[]', '"watch"', '\u0000']].flat())('is refused whole: %j', (text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it.each([
    [{}, '/type'],
    [{ type: 'subscribe' }, '/type'],
    [{ type: { a: 1 } }, '/type'],
    [{ type: 'ping', nope: 1 }, '/nope'],
    [{ type: 'watch', cursor: 5 }, '/cursor'],
    [{ type: 'watch', cursor: '' }, '/cursor'],
    [{ type: 'watch', cursor: 'x'.repeat(513) }, '/cursor'],
    [{ type: 'watch', filter: null }, '/filter'],
    [{ type: 'watch', filter: { nope: 1 } }, '/filter/nope'],
    [{ type: 'watch', filter: { subscription_id: 'x' } }, '/filter/subscription_id'],
    [{ type: 'watch', filter: { event_types: ['a*'] } }, '/filter/event_types/0'],
    [{ type: 'watch', filter: { statuses: ['sent'] } }, '/filter/statuses/0'],
  ])('is refused by its field: %j', (message, pointer) => {
    expect(faultsOf(message)).toEqual([pointer]);
  });
});
