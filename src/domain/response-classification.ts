import { attemptLimits } from './limits.ts';

/**
 * Why an attempt failed. `http_status`: the receiver answered. All others: there was no valid answer. `authorization`:
 * the token endpoint gave no access token for the attempt.
 */
export type FailureKind =
  | 'timeout'
  | 'connection'
  | 'tls'
  | 'dns'
  | 'http_status'
  | 'blocked_address'
  | 'authorization'
  | 'invalid_response';

/** The result of one HTTP request to a receiver. */
export type SendResult = AttemptResult | OwnFault;

/** The result on the receiver's side. */
export type AttemptResult =
  | {
      readonly kind: 'response';
      readonly statusCode: number;
      /** The `Retry-After` header as received. */
      readonly retryAfter: string | undefined;
      /** The beginning of the body, at most `attemptLimits.responseExcerptBytes`. */
      readonly excerpt: Uint8Array;
    }
  | {
      readonly kind: 'failure';
      readonly failureKind: Exclude<FailureKind, 'http_status'>;
      readonly error: string;
    };

/**
 * Posthorn itself could not make the attempt, for example without a free file descriptor. Counts against no receiver.
 */
export interface OwnFault {
  readonly kind: 'own_fault';
  /** For the log, not for tenants. */
  readonly error: string;
}

export type AttemptVerdict =
  | { readonly outcome: 'succeeded' }
  | {
      readonly outcome: 'failed';
      readonly failureKind: FailureKind;
      readonly error: string;
      readonly retryAfterSeconds: number | undefined;
      /** 410: the receiver is gone for good, so its subscription is disabled. */
      readonly receiverIsGone: boolean;
    };

const STATUS_GONE = 410;
const STATUSES_WITH_RETRY_AFTER = new Set([429, 503]);

/** Without 304: it means that the receiver takes the request for a conditional one. */
const REDIRECTS = new Set([300, 301, 302, 303, 305, 307, 308]);

/** Only 2xx is a success. Redirects are not followed, so a 3xx is a failure. 410 means gone. */
export function classify(result: AttemptResult, nowMs: number): AttemptVerdict {
  if (result.kind === 'failure') {
    const error = result.error.slice(0, attemptLimits.errorCharacters);
    return {
      outcome: 'failed',
      failureKind: result.failureKind,
      error,
      retryAfterSeconds: undefined,
      receiverIsGone: false,
    };
  }
  const { statusCode } = result;
  if (statusCode >= 200 && statusCode <= 299) return { outcome: 'succeeded' };
  const honoursRetryAfter = STATUSES_WITH_RETRY_AFTER.has(statusCode) && result.retryAfter !== undefined;
  return {
    outcome: 'failed',
    failureKind: 'http_status',
    error: errorOf(statusCode),
    retryAfterSeconds: honoursRetryAfter ? retryAfterSeconds(result.retryAfter ?? '', nowMs) : undefined,
    receiverIsGone: statusCode === STATUS_GONE,
  };
}

function errorOf(statusCode: number): string {
  return REDIRECTS.has(statusCode) ? `HTTP ${statusCode}: redirects are not followed` : `HTTP ${statusCode}`;
}

/** The three forms of RFC 9110, section 5.6.7. All are in GMT; the last form does not say so. */
const HTTP_DATE = /^[A-Z][a-z]{2,8},? /;

/** `Retry-After` in seconds from now: a number of seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfterSeconds(value: string, nowMs: number): number | undefined {
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text);
  const inGmt = text.endsWith(' GMT') ? text : `${text} GMT`;
  const atMs = HTTP_DATE.test(text) ? Date.parse(inGmt) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, (atMs - nowMs) / 1_000);
}
