import type { Attempt, DeliveryStatusReason, FailureKind } from '../../../client/src/posthorn.ts';

/** Failures in words, with advice. The tables are complete by their types: a new kind without an entry does not compile. */

export interface Explanation {
  readonly words: string;
  readonly advice: string;
}

type KindWithoutAnswer = Exclude<FailureKind, 'http_status'>;

const byKind: Readonly<Record<KindWithoutAnswer, Explanation>> = {
  timeout: {
    words: 'The receiver did not answer in time.',
    advice:
      'Let the receiver answer at once and do its work afterwards, or raise "timeout_seconds" of the subscription.',
  },
  connection: {
    words: 'The connection was refused, reset or closed.',
    advice: 'Check that the receiver runs, that its port is open, and that a firewall lets Posthorn in.',
  },
  tls: {
    words: 'The TLS handshake failed.',
    advice:
      "Check the receiver's certificate: it must be valid now, name the host of the target URL, and come with its whole chain.",
  },
  dns: {
    words: 'The host name of the target URL did not resolve.',
    advice: 'Check the spelling of the host in the target URL, and its DNS records.',
  },
  blocked_address: {
    words: 'The target URL leads to an address that is not allowed.',
    advice:
      'Use a public address. The operator of this service can allow private networks: see the page on hardening.',
  },
  authorization: {
    words: 'The token endpoint gave no access token.',
    advice:
      'Check "token_url", "client_id" and "client_secret" in the subscription\'s "auth", and that the endpoint runs.',
  },
  invalid_response: {
    words: 'The answer was not valid HTTP.',
    advice: 'Check that the target URL leads to an HTTP server, with the right scheme and port.',
  },
};

const STATUS_CLASSES = [1, 2, 3, 4, 5] as const;
type StatusClass = (typeof STATUS_CLASSES)[number];

const byClass: Readonly<Record<StatusClass, Explanation>> = {
  1: {
    words: 'The receiver sent an interim answer and no final one.',
    advice: 'Let the receiver answer with a 2xx status.',
  },
  2: { words: 'The receiver took the delivery.', advice: '' },
  3: {
    words: 'The receiver redirected the request. Posthorn does not follow redirects.',
    advice: "Set the subscription's target URL to the final address.",
  },
  4: {
    words: 'The receiver rejected the request.',
    advice: "Read the answer below and the receiver's log. Fix the cause, then replay the delivery.",
  },
  5: {
    words: 'The receiver failed while it processed the request.',
    advice: "Read the receiver's log. Posthorn tries again by the retry policy.",
  },
};

const byStatus: Readonly<Partial<Record<number, Explanation>>> = {
  401: {
    words: 'The receiver asked for other credentials.',
    advice:
      'Check "auth" and "headers" of the subscription, and that the receiver verifies with the current signing secret.',
  },
  403: {
    words: 'The receiver refused the request.',
    advice:
      'Check the credentials of the subscription, and whether a firewall in front of the receiver blocks requests.',
  },
  404: {
    words: 'The receiver has nothing at this path.',
    advice: "Check the path of the subscription's target URL.",
  },
  405: {
    words: 'The receiver takes no POST requests at this path.',
    advice: "Check the path of the subscription's target URL. Webhooks are POST requests.",
  },
  408: {
    words: 'The receiver waited too long for the request.',
    advice: 'Check for a slow proxy in front of the receiver. Posthorn tries again by the retry policy.',
  },
  410: {
    words: 'The receiver said that it is gone for good, so the subscription was disabled.',
    advice: "Set the subscription's target URL to the new address, then enable the subscription.",
  },
  413: {
    words: 'The payload is too large for the receiver.',
    advice: "Raise the limit of the receiver's server on the body of a request; payloads have up to 1 MiB.",
  },
  415: {
    words: 'The receiver does not accept the content type.',
    advice: 'Let the receiver accept the content type of the event, or publish the event with another one.',
  },
  429: {
    words: 'The receiver asked to slow down.',
    advice:
      'Posthorn waits as long as "Retry-After" says. Set "rate_limit" of the subscription to the pace that the receiver bears.',
  },
  502: {
    words: 'A proxy in front of the receiver had no valid answer from it.',
    advice: 'Check that the receiver runs behind its proxy or load balancer.',
  },
  503: {
    words: 'The receiver is not available at the moment.',
    advice: 'Posthorn waits as long as "Retry-After" says, then tries again by the retry policy.',
  },
  504: {
    words: 'A proxy in front of the receiver waited too long for it.',
    advice: 'Let the receiver answer at once and do its work afterwards.',
  },
  508: {
    words: 'The event went in a circle through Posthorn.',
    advice: 'Let no subscription deliver to an address that publishes the same event again.',
  },
};

/** A failed attempt in words; undefined for an attempt that succeeded. */
export function explanationOf(
  attempt: Pick<Attempt, 'outcome' | 'failure_kind' | 'status_code'>,
): Explanation | undefined {
  const { outcome, failure_kind: kind, status_code: status } = attempt;
  if (outcome === 'succeeded') return undefined;
  if (kind !== null && kind !== 'http_status') return byKind[kind];
  return status === null ? undefined : (byStatus[status] ?? byClass[classOf(status)]);
}

/** A status outside of 100–599 counts as a rejection. */
const classOf = (status: number): StatusClass =>
  STATUS_CLASSES.find((each) => each === Math.floor(status / 100)) ?? 4;

/** Why a delivery has ended without success. */
export const endReasons: Readonly<Record<DeliveryStatusReason, Explanation>> = {
  attempts: {
    words: 'The retry policy has no further attempt.',
    advice: 'Fix the cause of the last failure, then replay the delivery.',
  },
  expired: {
    words: 'The next attempt would come after the longest life of a delivery.',
    advice: 'Replay the delivery when the receiver works again.',
  },
  payload_deleted: {
    words: 'The payload of the event was deleted.',
    advice: 'Publish the event again if the receiver still needs it.',
  },
  internal_fault: {
    words: 'Posthorn itself failed to process the delivery many times; the receiver is not the cause.',
    advice: 'Tell the operator of this service, then replay the delivery.',
  },
  subscription_deleted: {
    words: 'The subscription was deleted.',
    advice: 'Create a subscription again, then send the event to it from the page of the event.',
  },
  receiver_changed: {
    words: 'The subscription was moved to another receiver.',
    advice: 'Send the event to a subscription of its own receiver from the page of the event.',
  },
  by_request: { words: 'A call cancelled the delivery.', advice: 'Replay it to send it after all.' },
};
