import { hmacText, isSameSecret } from './signature-text.ts';
import type { MetaSource, SourceContent } from './source.ts';

/**
 * Some providers accept a URL only after it has answered a question. A signed question is answered once its signature
 * is verified. It is no event.
 */

/** The texts that an answer may repeat: none that a provider does not send. */
const CHALLENGE = /^[\x20-\x7e]{1,512}$/;

const isChallenge = (value: unknown): value is string => typeof value === 'string' && CHALLENGE.test(value);

/** https://docs.slack.dev/reference/events/url_verification */
export function slackAnswer({ json }: SourceContent): object | undefined {
  const { type, challenge } = json();
  return type === 'url_verification' && isChallenge(challenge) ? { challenge } : undefined;
}

/**
 * The answer is an HMAC with the secret that also signs requests. No text with a colon is signed, so an answer never is
 * the signature of a request, which is over `v0:<time>:<body>`.
 */
const PLAIN_TOKEN = /^[A-Za-z0-9+/=_.-]{1,256}$/;

/** https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint */
export function zoomAnswer({ json, secret }: SourceContent): object | undefined {
  const { event, payload } = json();
  if (event !== 'endpoint.url_validation') return undefined;
  const isObject = typeof payload === 'object' && payload !== null;
  const plainToken = isObject && 'plainToken' in payload ? payload.plainToken : undefined;
  if (typeof plainToken !== 'string' || !PLAIN_TOKEN.test(plainToken)) return undefined;
  const encryptedToken = hmacText({ algorithm: 'sha256', encoding: 'hex' }, secret, plainToken);
  return { plainToken, encryptedToken };
}

/**
 * The question of a GET, as Meta asks it.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export interface HubQuestion {
  readonly mode: string;
  readonly challenge: string;
  readonly verifyToken: string;
}

/** The text of the answer; undefined for a wrong token. */
export function hubAnswer(source: MetaSource, question: HubQuestion): string | undefined {
  const isRight = isSameSecret(question.verifyToken, source.verifyToken);
  return isRight && question.mode === 'subscribe' ? question.challenge : undefined;
}
