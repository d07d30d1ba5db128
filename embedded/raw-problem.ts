import { STATUS_CODES } from 'node:http';
import { type ProblemCode, problem, problemMediaType } from '../src/http/core/problem.ts';
import { standingHeaders } from '../src/http/core/standing-headers.ts';

const RETRY_AFTER_SECONDS = 1;

/** The headers and the body of a problem that the server answers by itself, before a function is called. */
export function ownProblem(code: ProblemCode, detail: string) {
  const document = problem(code, { detail, requestId: crypto.randomUUID() });
  const body = Buffer.from(JSON.stringify(document));
  const headers: Record<string, string> = {
    ...standingHeaders,
    'content-type': problemMediaType,
    'content-length': String(body.length),
    ...(document.status === 503 && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
    connection: 'close',
  };
  return { status: document.status, headers, body };
}

/** The whole answer as bytes, for connections without a request that Node.js could read. */
export function rawProblem(code: ProblemCode, detail: string): Buffer {
  const { status, headers, body } = ownProblem(code, detail);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ndate: ${new Date().toUTCString()}\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
