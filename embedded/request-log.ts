import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LogLevel } from '../src/adapters/pino/log.ts';
import type { Log } from '../src/ports/platform.ts';

/** Called at the start of each request. */
export type RequestLog = (request: IncomingMessage, response: ServerResponse) => void;

/** A load balancer asks every few seconds, and one view of `/docs` loads several files: neither is logged. */
const UNLOGGED = /^\/(healthz\/?|docs\/.+)$/;

/**
 * One line for each answered request, at the level info: method, path, status, duration. The query is left out, since
 * it may hold a secret.
 * @returns undefined when the level is higher: then a request costs nothing
 */
export function requestLog(log: Log, level: LogLevel): RequestLog | undefined {
  if (level !== 'info' && level !== 'debug') return undefined;
  return ({ method, url = '' }, response) => {
    const [path = ''] = url.split('?', 1);
    if (UNLOGGED.test(path)) return;
    const startedMs = performance.now();
    response.once('close', () => {
      const durationMs = Math.round((performance.now() - startedMs) * 10) / 10;
      // Before an answer has left, its status is the default of Node.js.
      const status = response.headersSent ? response.statusCode : null;
      log.info('request.answered', { method, path, status, duration_ms: durationMs });
    });
  };
}
