import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connectionFailure } from './connection-failure.ts';
import type { Answer, ReceivedWebhook } from './receiver.ts';

/**
 * Hop-by-hop headers (RFC 9110, section 7.6.1), and headers of this connection only: the new connection has its own.
 */
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

/** The headers of the answer that Posthorn reads or shows; the body is passed on as encoded. */
const passedOn = ['content-type', 'content-encoding', 'retry-after'] as const;

/** Posthorn waits for at most 30 s. */
const TIMEOUT_MS = 30_000;
/** After the status, the body decides nothing more; Posthorn shows its first KiB. */
const BODY_TIMEOUT_MS = 1_000;
const BODY_BYTES_MOST = 64 * 1_024;
/** Node.js allows 16 KiB; a service under development may answer with more, for example with cookies. */
const HEADER_BYTES_MOST = 1_048_576;
const BAD_GATEWAY = 502;
/** The statuses that have no body. */
const emptyStatuses: readonly number[] = [204, 205, 304];

export type Forwarded =
  | { readonly outcome: 'answered'; readonly answer: Answer }
  | { readonly outcome: 'unreachable'; readonly answer: Answer; readonly error: string };

interface ForwardOptions {
  /** The wait for a status; 30 s except in tests. */
  readonly timeoutMs?: number;
}

/**
 * Forwards a webhook byte for byte, with its own headers except those of the connection, and returns the answer. The
 * status decides about the delivery, even if the body fails afterwards.
 */
export async function forward(
  url: string,
  webhook: Pick<ReceivedWebhook, 'rawHeaders' | 'body'>,
  { timeoutMs = TIMEOUT_MS }: ForwardOptions = {},
): Promise<Forwarded> {
  try {
    const response = await send(new URL(url), webhook, timeoutMs);
    return { outcome: 'answered', answer: await answerOf(response) };
  } catch (error) {
    const text = error instanceof NoAnswerError ? error.message : connectionFailure(error, url);
    return { outcome: 'unreachable', answer: { status: BAD_GATEWAY }, error: text };
  }
}

class NoAnswerError extends Error {}

/** Resolves with the first final answer. */
function send(
  url: URL,
  { rawHeaders, body }: Pick<ReceivedWebhook, 'rawHeaders' | 'body'>,
  timeoutMs: number,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: 'POST',
      headers: [...headersToSend(rawHeaders), ...headersOfUrl(url), 'Content-Length', String(body.length)],
      // A new connection: a kept one may have been closed by a restart of the service.
      agent: false,
      maxHeaderSize: HEADER_BYTES_MOST,
    };
    const request: ClientRequest = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options);
    const timer = setTimeout(() => {
      request.destroy(new NoAnswerError(`no answer within ${timeoutMs / 1_000} s`));
    }, timeoutMs);
    request.on('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    // After an answer this error is about its body, and changes nothing.
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end(body);
  });
}

/** A user name and password in the URL are the user's own wish. */
function headersOfUrl({ host, username, password }: URL): readonly string[] {
  if (username === '' && password === '') return ['Host', host];
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return ['Host', host, 'Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`];
}

/** Names and values in turn, as received. */
function headersToSend(rawHeaders: readonly string[]): readonly string[] {
  const sent: string[] = [];
  for (let n = 0; n + 1 < rawHeaders.length; n += 2) {
    const [name = '', value = ''] = rawHeaders.slice(n, n + 2);
    if (!ownHeaders.includes(name.toLowerCase())) sent.push(name, value);
  }
  return sent;
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const status = response.statusCode ?? BAD_GATEWAY;
  const headers = Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = response.headers[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const body = await bodyOf(response);
  return { status, headers, ...(!emptyStatuses.includes(status) && { body }) };
}

/** The body as far as it arrives: it may be cut, stall, or never end. */
function bodyOf(response: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = () => {
      clearTimeout(timer);
      response.destroy();
      resolve(Buffer.concat(chunks).subarray(0, BODY_BYTES_MOST));
    };
    const timer = setTimeout(end, BODY_TIMEOUT_MS);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= BODY_BYTES_MOST) end();
    });
    response.on('error', end);
    response.on('end', end);
    response.on('close', end);
  });
}
