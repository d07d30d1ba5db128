import { describe, expect, it } from 'vitest';
import { SqsDeliveryQueue } from '../../../../src/adapters/sqs/delivery-queue.ts';
import { VisibilityNotChangedError } from '../../../../src/adapters/sqs/visibility-changes.ts';
import type { Log } from '../../../../src/ports/platform.ts';
import { scriptedSqs, sqsJson, taken } from '../../../support/scripted-sqs.ts';

const counted = (count: number) =>
  sqsJson({ Attributes: { ApproximateNumberOfMessagesNotVisible: String(count) } });
const unavailable = sqsJson({ __type: 'com.amazonaws.sqs#ServiceUnavailable' }, 503);

/** The queue over a scripted SQS, with a clock that is set by hand. */
async function queueOver(answer: Parameters<typeof scriptedSqs>[0], consumersMost = 1) {
  const { sqs, calls, queueUrl } = await scriptedSqs(answer);
  const clock = { ms: 0, nowMs: () => clock.ms };
  const warnings: string[] = [];
  const ignore = () => {};
  const log: Log = {
    debug: ignore,
    info: ignore,
    warn: (occurrence) => void warnings.push(occurrence),
    error: ignore,
  };
  const queue = new SqsDeliveryQueue(sqs, clock, log, { queueUrl, consumersMost });
  return { queue, calls, clock, warnings };
}

describe('changes of visibility over SQS', () => {
  const handles = (count: number) => Array.from({ length: count }, (_, n) => `handle ${n}`);

  it('of the same moment are one call', async () => {
    const { queue, calls } = await queueOver(() => taken);
    await Promise.all(handles(10).map((handle, n) => queue.changeVisibility(handle, n)));
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      operation: 'ChangeMessageVisibilityBatch',
      entries: handles(10).map((ReceiptHandle, n) => ({ ReceiptHandle, VisibilityTimeout: n })),
    });
  });

  it('are ten to a call at most', async () => {
    const { queue, calls } = await queueOver(() => taken);
    await Promise.all(handles(23).map((handle) => queue.changeVisibility(handle, 1)));
    expect(calls.map(({ entries }) => entries.length).sort()).toEqual([10, 10, 3]);
    expect(new Set(calls.flatMap(({ entries }) => entries.map((entry) => entry.ReceiptHandle))).size).toBe(
      23,
    );
  });

  it('of a later moment are a later call', async () => {
    const { queue, calls } = await queueOver(() => taken);
    await queue.changeVisibility('handle', 1);
    await queue.changeVisibility('handle', 2);
    expect(calls.map(({ entries }) => entries[0]?.VisibilityTimeout)).toEqual([1, 2]);
  });

  it('never ask for more than SQS allows', async () => {
    const { queue, calls } = await queueOver(() => taken);
    await queue.changeVisibility('handle', 7 * 86_400);
    expect(calls[0]?.entries[0]?.VisibilityTimeout).toBe(43_000);
  });

  it('fail for the one whose change was refused', async () => {
    const { queue } = await queueOver(() => ({
      refused: [{ Id: '1', Code: 'InternalError', Message: 'no luck', SenderFault: false }],
    }));
    const settled = await Promise.allSettled(handles(3).map((handle) => queue.changeVisibility(handle, 1)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const { reason } = settled[1] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(VisibilityNotChangedError);
    expect(reason.message).toContain('InternalError: no luck');
  });

  it.each([
    ['AWS.SimpleQueueService.MessageNotInflight', undefined],
    ['MessageNotInflight', undefined],
    ['ReceiptHandleIsInvalid', 'The input receipt handle is invalid.'],
    [
      'InvalidParameterValue',
      'Value x for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.',
    ],
  ])('say nothing of a message that is somebody else’s by now: %s', async (Code, Message) => {
    const { queue, calls } = await queueOver(() => ({
      refused: [{ Id: '0', Code, SenderFault: true, ...(Message !== undefined && { Message }) }],
    }));
    await expect(queue.changeVisibility('handle', 1)).resolves.toBeUndefined();
    expect(calls).toHaveLength(1);
  });

  it('fail for a parameter that is wrong in another way', async () => {
    const { queue } = await queueOver(() => ({
      refused: [
        {
          Id: '0',
          Code: 'InvalidParameterValue',
          Message: 'VisibilityTimeout is invalid',
          SenderFault: true,
        },
      ],
    }));
    await expect(queue.changeVisibility('handle', 1)).rejects.toThrow('VisibilityTimeout is invalid');
  });

  it('fail all together if the call does, and the next ones are made', async () => {
    const { queue } = await queueOver((_call, nth) => (nth === 1 ? unavailable : taken));
    const settled = await Promise.allSettled(handles(3).map((handle) => queue.changeVisibility(handle, 1)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(queue.changeVisibility('handle', 1)).resolves.toBeUndefined();
  });
});

describe('the number of messages in flight over SQS', () => {
  it('is asked for once by all who want it at the same moment', async () => {
    const { queue, calls } = await queueOver(() => counted(7));
    expect(await Promise.all([1, 2, 3].map(() => queue.messagesInFlight()))).toEqual([7, 7, 7]);
    expect(calls.map(({ operation }) => operation)).toEqual(['GetQueueAttributes']);
  });

  it('is believed for ten seconds', async () => {
    const { queue, calls, clock } = await queueOver((_call, nth) => counted(nth));
    expect(await queue.messagesInFlight()).toBe(1);
    clock.ms += 9_999;
    expect(await queue.messagesInFlight()).toBe(1);
    clock.ms += 1;
    expect(await queue.messagesInFlight()).toBe(2);
    expect(calls).toHaveLength(2);
  });

  it('is the last known one while SQS does not say, with a warning', async () => {
    const { queue, calls, clock, warnings } = await queueOver((_call, nth) =>
      nth === 2 ? unavailable : counted(nth * 100),
    );
    expect(await queue.messagesInFlight()).toBe(100);
    clock.ms += 10_000;
    expect(await queue.messagesInFlight()).toBe(100);
    expect(await queue.messagesInFlight()).toBe(100);
    expect(warnings).toEqual(['queue.not_counted']);
    expect(calls).toHaveLength(2);
    clock.ms += 10_000;
    expect(await queue.messagesInFlight()).toBe(300);
  });

  it('is none before SQS ever said', async () => {
    const { queue, warnings } = await queueOver(() => 'hang up');
    expect(await queue.messagesInFlight()).toBe(0);
    expect(warnings).toHaveLength(1);
  });

  it('is at least the number that this process put to sleep, times the possible processes', async () => {
    const { queue, clock } = await queueOver(
      ({ operation }) => (operation === 'GetQueueAttributes' ? counted(100) : taken),
      50,
    );
    const sleep = (count: number, seconds: number) =>
      Promise.all(Array.from({ length: count }, (_, n) => queue.changeVisibility(`${n}`, seconds)));
    await sleep(2, 30);
    expect(await queue.messagesInFlight()).toBe(100);
    await sleep(3, 5);
    expect(await queue.messagesInFlight()).toBe(5 * 50);
    clock.ms += 5_000;
    expect(await queue.messagesInFlight()).toBe(100);
  });

  it('does not count messages that come again at once', async () => {
    const { queue } = await queueOver(
      ({ operation }) => (operation === 'GetQueueAttributes' ? counted(0) : taken),
      50,
    );
    await queue.changeVisibility('handle', 0);
    expect(await queue.messagesInFlight()).toBe(0);
  });
});
