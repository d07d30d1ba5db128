import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '../src/http/core/problem.ts';
import { rawProblem } from './raw-problem.ts';

/** Answers requests that Node.js could not read, or not in time: Node.js would answer without our headers. */
export function answerUnreadableRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const { code, detail } = problemFor(error.code);
    socket.end(rawProblem(code, detail), () => socket.destroy());
  });
}

function problemFor(code: string | undefined): { readonly code: ProblemCode; readonly detail: string } {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { code: 'headers-too-large', detail: 'The head of the request is larger than 16 KiB.' };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { code: 'request-timeout', detail: 'Request timeout: the request did not arrive in time.' };
    default:
      return { code: 'malformed-request', detail: 'The request is not valid HTTP/1.1 (RFC 9112).' };
  }
}
