import { createServer, type Server, type Socket } from 'node:net';
import type { HostileAnswer } from './hostile-answers.ts';

/** The path says which answer is given: `/3` is the fourth. */
const REQUEST_LINE = /^POST \/(\d+)/;

/** A server whose answers are these; each request is read to its end before it is answered. */
export function hostileServer(answers: readonly HostileAnswer[]): Server {
  return createServer((socket) => serve(socket, answers));
}

function serve(socket: Socket, answers: readonly HostileAnswer[]): void {
  let received = '';
  socket.setNoDelay(true).setEncoding('latin1');
  // The sender hangs up on most of them: the benchmark measures exactly that.
  socket.on('error', () => socket.destroy());
  socket.on('data', (text: string) => {
    received += text;
    const headEnd = received.indexOf('\r\n\r\n');
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (headEnd < 0 || received.length < headEnd + 4 + length) return;
    const number = Number(REQUEST_LINE.exec(received)?.[1]);
    received = '';
    answers[number]?.answer(socket);
  });
}
