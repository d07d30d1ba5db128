import { StoreUnavailableError } from '../../ports/storage.ts';

/**
 * Throttled by the service. Their HTTP status is 400, so it does not tell.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const throttles: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

const SERVER_ERROR = 500;

/** What the SDK throws when it has tried often enough: the fault of the service, or of the way to it, not of the request. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata, code } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly code?: unknown;
  };
  if (throttles.has(error.name)) return true;
  const status = $metadata?.httpStatusCode;
  // No answer: `TimeoutError`, or a code of Node.js such as `ECONNREFUSED`.
  return status === undefined
    ? error.name === 'TimeoutError' || typeof code === 'string'
    : status >= SERVER_ERROR;
}

/** The error to throw in place of one of the SDK's. */
export const asUnavailable = (error: unknown): unknown =>
  isOutage(error) ? new StoreUnavailableError('failing', { cause: error }) : error;
