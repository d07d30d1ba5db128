import { StoreUnavailableError } from '../../ports/storage.ts';

/**
 * Throttling errors. Their HTTP status is 400, so the status does not reveal them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const throttles: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

const SERVER_ERROR = 500;

/** Whether the SDK's error, after its last try, is a fault of the service or the network, and not of the request. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata, code } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly code?: unknown;
  };
  if (throttles.has(error.name)) return true;
  const status = $metadata?.httpStatusCode;
  // No response: `TimeoutError`, or a code of Node.js, for example `ECONNREFUSED`.
  return status === undefined
    ? error.name === 'TimeoutError' || typeof code === 'string'
    : status >= SERVER_ERROR;
}

/** The error to throw instead of the SDK's error. */
export const asUnavailable = (error: unknown): unknown =>
  isOutage(error) ? new StoreUnavailableError('failing', { cause: error }) : error;
