import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemRandomness } from '../../../../src/adapters/node/system-randomness.ts';
import { sqsLimits } from '../../../../src/adapters/sqs/limits.ts';
import {
  batchesOf,
  MessagesNotSentError,
  type OutgoingMessage,
  SqsSender,
} from '../../../../src/adapters/sqs/sender.ts';
import { type SqsCall, scriptedSqs, sqsJson, taken } from '../../../support/scripted-sqs.ts';

const messages = (count: number, body = 'body'): OutgoingMessage[] =>
  Array.from({ length: count }, (_, n) => ({ body: `${body} ${n}`, groupId: `sub_${n}` }));

const bodies = (call: SqsCall | undefined) => call?.entries.map(({ MessageBody }) => MessageBody);

async function senderTo(answer: Parameters<typeof scriptedSqs>[0]) {
  const { sqs, calls, queueUrl } = await scriptedSqs(answer);
  return { sender: new SqsSender(sqs, queueUrl, systemRandomness), calls };
}

describe('batches of messages', () => {
  const sizes = (batches: ReturnType<typeof batchesOf>) => batches.map((batch) => batch.length);

  it('have at most ten, in their order', () => {
    const all = messages(23);
    expect(sizes(batchesOf(all))).toEqual([10, 10, 3]);
    expect(batchesOf(all).flat()).toEqual(all);
  });

  it('are none of no messages', () => {
    expect(batchesOf([])).toEqual([]);
  });

  it('stay below the bytes that SQS takes, counted in UTF-8', () => {
    // Three bytes each, though one character.
    const third = { body: '→'.repeat(Math.floor(sqsLimits.batchBytes / 9)), groupId: 'group' };
    expect(sizes(batchesOf(Array(7).fill(third)))).toEqual([3, 3, 1]);
    for (const batch of batchesOf(Array(7).fill(third))) {
      const bytes = batch.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
      expect(bytes).toBeLessThan(1024 * 1024);
    }
  });

  it('leave a message that is too large to SQS to judge, alone', () => {
    const huge = { body: 'x'.repeat(sqsLimits.batchBytes + 1), groupId: 'group' };
    const small = { body: 'x', groupId: 'group' };
    expect(sizes(batchesOf([small, huge, small, small]))).toEqual([1, 1, 2]);
  });
});

describe('sending messages', () => {
  it('puts up to ten into one call, with their groups and delays', async () => {
    const { sender, calls } = await senderTo(() => taken);
    await sender.send([
      { body: 'now', groupId: 'sub_1' },
      { body: 'later', groupId: 'sub_2', delaySeconds: 17 },
    ]);
    expect(calls).toMatchObject([
      {
        operation: 'SendMessageBatch',
        entries: [
          { MessageBody: 'now', MessageGroupId: 'sub_1', DelaySeconds: 0 },
          { MessageBody: 'later', MessageGroupId: 'sub_2', DelaySeconds: 17 },
        ],
      },
    ]);
  });

  it('makes no call without messages', async () => {
    const { sender, calls } = await senderTo(() => taken);
    await sender.send([]);
    expect(calls).toEqual([]);
  });

  it('sends those again that SQS failed to take, and no others', async () => {
    const { sender, calls } = await senderTo((_call, nth) =>
      nth === 1
        ? {
            refused: [
              { Id: '1', Code: 'InternalError', SenderFault: false },
              { Id: '3', Code: 'ServiceUnavailable', SenderFault: false },
            ],
          }
        : taken,
    );
    await sender.send(messages(5));
    expect(calls.map(bodies)).toEqual([messages(5).map(({ body }) => body), ['body 1', 'body 3']]);
  });

  it('gives up in the end, and says how many are not sent, and why', async () => {
    const { sender, calls } = await senderTo(({ entries }) => ({
      refused: [{ Id: entries.at(-1)!.Id, Code: 'InternalError', SenderFault: false }],
    }));
    const error = await sender.send(messages(12)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MessagesNotSentError);
    expect((error as Error).message).toBe('2 of 12 messages were not taken by the queue: InternalError');
    expect(calls).toHaveLength(2 * sqsLimits.sendTries);
  });

  it('does not send a faulty message again, but the others', async () => {
    const { sender, calls } = await senderTo((_call, nth) =>
      nth === 1
        ? {
            refused: [
              { Id: '0', Code: 'InvalidMessageContents', Message: 'bad character', SenderFault: true },
              { Id: '2', Code: 'InternalError', SenderFault: false },
            ],
          }
        : taken,
    );
    await expect(sender.send(messages(3))).rejects.toThrow(
      '1 of 3 messages were not taken by the queue: InvalidMessageContents: bad character',
    );
    expect(calls.map(bodies)).toEqual([['body 0', 'body 1', 'body 2'], ['body 2']]);
  });

  it('counts all of a call that fails as not sent; the other calls go on', async () => {
    const { sender, calls } = await senderTo(({ entries }) =>
      entries.length === 10 ? sqsJson({ __type: 'com.amazonaws.sqs#OverLimit', message: 'no' }, 400) : taken,
    );
    await expect(sender.send(messages(14))).rejects.toThrow(/^10 of 14 messages .*: OverLimit: no$/);
    expect(calls.map(({ entries }) => entries.length).sort()).toEqual([10, 4]);
  });

  it('has a bounded number of calls on their way', async () => {
    let onTheirWay = 0;
    let most = 0;
    const { sender, calls } = await senderTo(async () => {
      onTheirWay += 1;
      most = Math.max(most, onTheirWay);
      for (let turns = 0; turns < 20; turns += 1) await turn();
      onTheirWay -= 1;
      return taken;
    });
    await sender.send(messages(300));
    expect(calls).toHaveLength(30);
    expect(most).toBeLessThanOrEqual(sqsLimits.batchesAtATime);
    expect(most).toBeGreaterThan(1);
  });
});
