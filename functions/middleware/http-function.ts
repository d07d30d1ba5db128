import middy, { type MiddlewareObj, type Request } from '@middy/core';
import { problem, problemMediaType } from '../../src/api/problem.ts';
import type { Log } from '../../src/ports/log.ts';
import { StoreUnavailableError } from '../../src/ports/store-health.ts';
import { DamagedSubscriptionError } from '../../src/ports/subscription-store.ts';
import { type ApiGatewayEvent, type ApiGatewayResult, httpRequestFrom, resultFrom } from './api-gateway.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from './http.ts';
import { storeUnavailable } from './refusals.ts';

/** A Lambda function behind API Gateway. */
export type HttpFunction = (event: ApiGatewayEvent, context: object) => Promise<ApiGatewayResult>;

/**
 * A function that serves HTTP: API Gateway's event becomes a request, the answer becomes API Gateway's result, and
 * whatever is thrown on the way becomes a problem document.
 */
export function httpFunction(log: Log, serve: (request: HttpRequest) => Promise<HttpAnswer>): HttpFunction {
  const handler = middy<HttpRequest, HttpAnswer>()
    .use(apiGatewayExchange())
    .use(problemDocuments(log))
    .handler((request) => serve(request));
  return handler as unknown as HttpFunction;
}

/** Outermost, so that its `after` and `onError` come last and see whatever answer there is. */
function apiGatewayExchange(): MiddlewareObj<HttpRequest, HttpAnswer> {
  const render = (request: Request<HttpRequest, HttpAnswer>): void => {
    request.response = resultFrom(request.response ?? { status: 500 }) as unknown as HttpAnswer;
  };
  return {
    before: (request) => {
      request.event = httpRequestFrom(request.event as unknown as ApiGatewayEvent);
    },
    after: render,
    onError: render,
  };
}

/** The one place where an error becomes an answer. What we did not foresee is logged, and its text kept to ourselves. */
function problemDocuments(log: Log): MiddlewareObj<HttpRequest, HttpAnswer> {
  return {
    onError: (request) => {
      const { error, event } = request;
      const requestId = requestIdOf(event);
      if (error instanceof Refusal) {
        request.response = problemAnswer(error, requestId);
        return;
      }
      log.error('request.failed', {
        request_id: requestId,
        method: event.method,
        path: event.path,
        err: error,
      });
      request.response = problemAnswer(unforeseen(error), requestId);
    },
  };
}

const unforeseen = (error: unknown): Refusal =>
  error instanceof StoreUnavailableError ? storeUnavailable(error.fault) : ofThisRequest(error);

const ofThisRequest = (error: unknown): Refusal =>
  error instanceof DamagedSubscriptionError
    ? new Refusal(
        'subscription-damaged',
        'The stored subscription is damaged: nothing is sent by it. The operator has to restore it; it is logged under this request_id.',
      )
    : new Refusal('internal-error', 'Something went wrong here: it is logged under this request_id.');

/** Also of an event that could not be made a request. */
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
