import { ConnectionError, ProblemError } from '../errors.ts';
import { codeOf, connectionFailure } from './connection-failure.ts';
import { printable } from './text.ts';

/** How the command can end; docs/cli.md promises these to scripts. */
export const exitCodes = { done: 0, failed: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

/** The call is wrong: the service was asked nothing, or only for what the call names. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for did not come about, though everybody could be reached. */
export class FailedError extends Error {
  override readonly name = 'FailedError';
}

/** The reason of the signal that ends a command early: Ctrl-C, or nobody reads its output any more. */
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
  /** Undefined where there is nothing to say. */
  readonly message: string | undefined;
}

/** How an error ends the command. What nobody has foreseen is thrown on, with its stack: it is a bug. */
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

/** In words where Node.js has a code for it; else as the client says it. */
function unreachableText(error: ConnectionError): string {
  const { cause } = error.cause instanceof Error ? error.cause : {};
  const [, url] = /^(https?:\S+): /.exec(error.message) ?? [];
  const code = codeOf(cause);
  if (code === undefined || url === undefined || !URL.canParse(url)) return error.message;
  const hint =
    code === 'ECONNREFUSED' ? '. Is Posthorn running? Start it, or name another one with --url' : '';
  return `${url}: ${connectionFailure(cause, url)}${hint}`;
}

/** The problem, field by field, and what to quote when asking for help. */
export function problemText(error: ProblemError): string {
  const request = error.requestId === undefined ? '' : `\n  request ${error.requestId}`;
  return printable(`${error.message}${request}`);
}
