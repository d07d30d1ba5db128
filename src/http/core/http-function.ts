import middy, { type MiddlewareObj, type Request } from '@middy/core';
import type { Context } from 'aws-lambda';
import { requestLimits } from '../../domain/limits.ts';
import type { Log } from '../../ports/platform.ts';
import { DamagedSubscriptionError, StoreUnavailableError } from '../../ports/storage.ts';
import { type ApiGatewayEvent, type ApiGatewayResult, httpRequestFrom, resultFrom } from './api-gateway.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from './http.ts';
import { problem, problemMediaType } from './problem.ts';
import { storeUnavailable } from './refusals.ts';

/** The facts about a body that the head of its request gives, once the head is let in. */
interface Admission {
  /** The largest body that is let in, in bytes. */
  readonly bodyBytes: number;
  /** Whether the caller is authenticated already. A source is authenticated by its signature of the body, later. */
  readonly isKnown: boolean;
}

/** Serves requests. `admit` decides by the head of a request alone. @throws Refusal */
export interface Serving {
  (request: HttpRequest): Promise<HttpAnswer>;
  readonly admit?: (request: HttpRequest) => Promise<Admission>;
}

/** A Lambda function behind API Gateway. */
export interface HttpFunction {
  (event: ApiGatewayEvent, context: Context): Promise<ApiGatewayResult>;
  /**
   * For a server that has read only the head of a request (an event without a body): the answer, if the head is
   * refused.
   */
  admit(event: ApiGatewayEvent): Promise<Admission | ApiGatewayResult>;
}

const WITHOUT_ROUTES: Admission = { bodyBytes: requestLimits.settingsBytes, isKnown: false };

/** The field that the exchange adds to an event: the request in it. */
interface Exchanged {
  http?: HttpRequest;
}

type HttpEvent = ApiGatewayEvent & Exchanged;
type Exchange = Request<HttpEvent, HttpAnswer | ApiGatewayResult>;
type HttpMiddleware = MiddlewareObj<HttpEvent, HttpAnswer | ApiGatewayResult>;

/**
 * A function that serves HTTP: converts API Gateway's event into a request, the answer into API Gateway's result, and
 * any error into a problem document.
 */
export function httpFunction(log: Log, serve: Serving): HttpFunction {
  const handler = middy<HttpEvent, HttpAnswer | ApiGatewayResult>()
    .use(apiGatewayExchange())
    .use(problemDocuments(log))
    .handler<ApiGatewayEvent, ApiGatewayResult>((event) => serve(event.http ?? httpRequestFrom(event)));
  const admit = async (event: ApiGatewayEvent): Promise<Admission | ApiGatewayResult> => {
    let request: HttpRequest | ApiGatewayEvent = event;
    try {
      request = httpRequestFrom(event);
      return (await serve.admit?.(request)) ?? WITHOUT_ROUTES;
    } catch (error) {
      return resultFrom(answerToError(log, error, request), request.headers);
    }
  };
  return Object.assign(handler, { admit });
}

/** Outermost, so that its `after` and `onError` run last and see the final answer. */
function apiGatewayExchange(): HttpMiddleware {
  const render = (exchange: Exchange): void => {
    const { event, response } = exchange;
    const answer = response ?? { status: 500 };
    if ('status' in answer) exchange.response = resultFrom(answer, (event.http ?? event).headers);
  };
  return {
    before: ({ event }) => {
      event.http = httpRequestFrom(event);
    },
    after: render,
    onError: render,
  };
}

function problemDocuments(log: Log): HttpMiddleware {
  return {
    onError: (exchange) => {
      const { error, event } = exchange;
      exchange.response = answerToError(log, error, event.http ?? event);
    },
  };
}

/** The only place where an error becomes an answer. Unexpected errors are logged; their text is never sent. */
function answerToError(log: Log, error: unknown, event: HttpRequest | ApiGatewayEvent): HttpAnswer {
  const requestId = requestIdOf(event);
  if (error instanceof Refusal) return problemAnswer(error, requestId);
  const { method, path } = 'method' in event ? event : { method: undefined, path: undefined };
  log.error('request.failed', { request_id: requestId, method, path, err: error });
  return problemAnswer(unforeseen(error), requestId);
}

const unforeseen = (error: unknown): Refusal =>
  error instanceof StoreUnavailableError ? storeUnavailable(error.fault) : ofThisRequest(error);

const ofThisRequest = (error: unknown): Refusal =>
  error instanceof DamagedSubscriptionError
    ? new Refusal(
        'subscription-damaged',
        'The stored subscription is damaged, and its deliveries are stopped. Ask the operator to restore it; the log has the details under this request_id.',
      )
    : new Refusal('internal-error', 'Internal error. The log has the details under this request_id.');

/** Works for an event that could not be converted into a request, too. */
const requestIdOf = (event: HttpRequest | ApiGatewayEvent): string =>
  'requestContext' in event ? event.requestContext.requestId : event.requestId;

function problemAnswer(refusal: Refusal, requestId: string): HttpAnswer {
  const { faults } = refusal;
  const document = problem(refusal.code, {
    detail: refusal.message,
    requestId,
    ...(faults && { errors: faults }),
  });
  return {
    status: document.status,
    headers: { 'content-type': problemMediaType, ...refusal.headers },
    body: document,
  };
}
