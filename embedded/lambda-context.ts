import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

/** Deprecated ways to answer, which the types still have: functions return promises. */
const answerByCallback = (): never => {
  throw new Error('a function answers by the promise that it returns');
};

/**
 * The context that Lambda passes to a function with each invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export const lambdaContext = (functionName: string, remainingMs: () => number): Context => ({
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
  memoryLimitInMB: '1024',
  awsRequestId: randomUUID(),
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: remainingMs,
  done: answerByCallback,
  fail: answerByCallback,
  succeed: answerByCallback,
});

/** The time left of an invocation that begins now. */
export function timeLeftOf(timeoutMs: number): () => number {
  const endsAtMs = performance.now() + timeoutMs;
  return () => endsAtMs - performance.now();
}

/** For functions that have no time limit here: the longest delay that a timer of Node.js can have. */
export const unlimitedMs = (): number => 2 ** 31 - 1;
