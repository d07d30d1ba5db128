import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { hostileAnswers, ordinaryAnswer } from '../../bench/hostile-answers.ts';
import { hostileServer } from '../../bench/hostile-receiver.ts';
import { classify } from '../../src/domain/response-classification.ts';
import { requestTo, senderWith } from '../support/guarded-sender.ts';

/** The record of each broken or malicious answer. Their cost: `npm run bench:hostile`. */

const answers = [ordinaryAnswer, ...hostileAnswers];
const server = hostileServer(answers);
const sockets = new Set<Socket>();

beforeAll(async () => {
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

describe.concurrent('an answer of', () => {
  it.for(answers.map((hostile, number) => ({ ...hostile, number })))(
    '$name is recorded as status $status, failure $failure',
    async ({ number, status, failure, lasts }, { expect, onTestFinished }) => {
      const sender = senderWith({}, onTestFinished);
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${number}`;
      // Twice: the rest of the first answer must not reach the second.
      for (let time = 0; time < 2; time += 1) {
        const result = await sender.send(requestTo(url, { timeoutMs: lasts ? 1_500 : 20_000 }));
        if (result.kind === 'own_fault') throw new Error(result.error);
        const verdict = classify(result, 0);
        expect({
          status: result.kind === 'response' ? result.statusCode : null,
          failure: verdict.outcome === 'failed' ? verdict.failureKind : null,
        }).toEqual({ status, failure });
        const text = verdict.outcome === 'failed' ? verdict.error : '';
        expect(text).not.toMatch(/ERR_|UND_|HPE_|127\.0\.0\.1/);
      }
    },
  );
});
