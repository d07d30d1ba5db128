import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { type ScriptedAnswer, scriptedServer } from './scripted-server.ts';

interface SqsEntry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageGroupId: string;
  readonly DelaySeconds: number;
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout: number;
}

export interface SqsCall {
  /** As in `SendMessageBatch`. */
  readonly operation: string;
  readonly entries: readonly SqsEntry[];
}

interface SqsRefusal {
  readonly Id: string;
  readonly Code: string;
  readonly SenderFault: boolean;
  readonly Message?: string;
}

/** The answer of the scripted SQS to a call: the entries that it rejects, or an answer of another kind. */
export type SqsAnswer = { readonly refused: readonly SqsRefusal[] } | ScriptedAnswer;

/** A client of an SQS with scripted answers, and its calls. */
export async function scriptedSqs(answer: (call: SqsCall, nth: number) => SqsAnswer | Promise<SqsAnswer>) {
  const calls: SqsCall[] = [];
  const server = await scriptedServer(async ({ headers, body }) => {
    const { Entries: entries = [] } = JSON.parse(body.toString());
    const call = { operation: String(headers['x-amz-target']).replace('AmazonSQS.', ''), entries };
    const given = await answer(call, calls.push(call));
    return typeof given === 'object' && 'refused' in given ? batchAnswer(call, given.refused) : given;
  });
  const sqs = new SQSClient({
    region: 'us-east-1',
    endpoint: server.origin,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  onTestFinished(() => sqs.destroy());
  return { sqs, calls, queueUrl: `${server.origin}/000000000000/queue` };
}

/** The client compares the digests of the sent and the accepted messages. */
function batchAnswer({ entries }: SqsCall, Failed: readonly SqsRefusal[]): ScriptedAnswer {
  const refused = new Set(Failed.map(({ Id }) => Id));
  const Successful = entries
    .filter(({ Id }) => !refused.has(Id))
    .map(({ Id, MessageBody = '' }) => ({
      Id,
      MessageId: `message-${Id}`,
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    }));
  return sqsJson({ Successful, Failed });
}

export const sqsJson = (body: unknown, status = 200): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

export const taken: SqsAnswer = { refused: [] };
