import type { Answer, ReceivedWebhook } from './receiver.ts';

/** Hop by hop (RFC 9110, 7.6.1), or of this connection only. */
const ownHeaders: readonly string[] = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Of the answer, what Posthorn looks at, and shows. */
const passedOn: readonly string[] = ['content-type', 'retry-after'];

/** Posthorn waits for 30 s at most. */
const TIMEOUT_MS = 30_000;
const BAD_GATEWAY = 502;
/** The statuses that have no body. */
const emptyStatuses: readonly number[] = [204, 205, 304];

export type Forwarded =
  | { readonly outcome: 'answered'; readonly answer: Answer }
  | { readonly outcome: 'unreachable'; readonly answer: Answer; readonly error: string };

/** Hands a webhook on, byte for byte, and says what was answered: its status decides whether it is delivered. */
export async function forward(url: string, { headers, body }: ReceivedWebhook): Promise<Forwarded> {
  const sent = Object.entries(headers).filter(([name]) => !ownHeaders.includes(name));
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: sent as [string, string][],
      body,
      // As Posthorn itself: a redirect is an answer.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status } = response;
    const kept = [...response.headers].filter(([name]) => passedOn.includes(name));
    const answerBody = new Uint8Array(await response.arrayBuffer());
    const content = emptyStatuses.includes(status) ? {} : { body: answerBody };
    return { outcome: 'answered', answer: { status, headers: Object.fromEntries(kept), ...content } };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return { outcome: 'unreachable', answer: { status: BAD_GATEWAY }, error: cause?.code ?? message };
  }
}
