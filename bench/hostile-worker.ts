import { parentPort } from 'node:worker_threads';
import { hostileAnswers, ordinaryAnswer } from './hostile-answers.ts';
import { hostileServer } from './hostile-receiver.ts';

/** The receiver that answers as told, on a thread of its own; it posts its port. */

const server = hostileServer([ordinaryAnswer, ...hostileAnswers]);
server.listen(0, '127.0.0.1', 1_024, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') parentPort?.postMessage(address.port);
});
