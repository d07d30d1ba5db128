import { ConnectionError, ProblemError } from '../errors.ts';
import { codeOf, connectionFailure } from './connection-failure.ts';
import { printable } from './text.ts';

/** Exit codes of the command; docs/cli.md promises these to scripts. */
export const exitCodes = { done: 0, failed: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

/** Wrong usage: the service was not called, or only to check the arguments. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Posthorn answered, but refused the call or did not deliver. */
export class FailedError extends Error {
  override readonly name = 'FailedError';
}

/** The reason of the signal that ends a command early: Ctrl-C, or the reader of its output is gone. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('stopped');
    this.exitCode = exitCode;
  }
}

interface Failure {
  readonly exitCode: number;
  /** Undefined if there is no message. */
  readonly message: string | undefined;
}

/** How an error ends the command. An unexpected error is thrown on, with its stack: it is a bug. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Stopped) return { exitCode: error.exitCode, message: undefined };
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, message: error.message };
  if (error instanceof FailedError) return { exitCode: exitCodes.failed, message: error.message };
  if (error instanceof ConnectionError) {
    return { exitCode: exitCodes.unreachable, message: unreachableText(error) };
  }
  if (error instanceof ProblemError) return { exitCode: exitCodes.failed, message: problemText(error) };
  throw error;
}

/** In words if Node.js gives a code; otherwise the client's message. */
function unreachableText(error: ConnectionError): string {
  const { cause } = error.cause instanceof Error ? error.cause : {};
  const [, url] = /^(https?:\S+): /.exec(error.message) ?? [];
  const code = codeOf(cause);
  if (code === undefined || url === undefined || !URL.canParse(url)) return error.message;
  const hint =
    code === 'ECONNREFUSED' ? '. Is Posthorn running? Start it, or give another URL with --url' : '';
  return `${url}: ${connectionFailure(cause, url)}${hint}`;
}

/** The problem, field by field, and the request id for support. */
export function problemText(error: ProblemError): string {
  const request = error.requestId === undefined ? '' : `\n  request ${error.requestId}`;
  return printable(`${error.message}${request}`);
}
