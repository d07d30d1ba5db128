import { Agent, type IncomingHttpHeaders, request as startRequest } from 'node:http';
import type * as z from 'zod';
import { type ProblemDocument, problemDocument, problemMediaType } from '../../src/http/core/problem.ts';
import {
  cancelledDeliveryShape,
  deliveryPageShape,
  deliveryShape,
  deliveryWithAttemptsShape,
} from '../../src/http/deliveries/output.ts';
import { eventPageShape, eventWithPayloadShape } from '../../src/http/events/output.ts';
import { ingestAcceptedShape, publishAcceptedShape } from '../../src/http/intake/output.ts';
import { recoveryShape } from '../../src/http/recoveries/output.ts';
import type { newSubscription, subscriptionPatch } from '../../src/http/subscriptions/input.ts';
import {
  createdSubscriptionShape,
  subscriptionPageShape,
  subscriptionShape,
} from '../../src/http/subscriptions/output.ts';

export type Delivery = z.infer<typeof deliveryWithAttemptsShape>;
export type SubscriptionInput = z.input<typeof newSubscription>;

type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface HttpCall {
  /** As they are: none is added but `host`, `connection` and, unless the body is chunked, `content-length`. */
  readonly headers?: Headers;
  readonly body?: string | Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as JSON. */
  readonly json: () => unknown;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request over HTTP; the path goes out exactly as it is given. */
export function sendHttp(
  origin: string,
  method: string,
  path: string,
  { headers = {}, body }: HttpCall = {},
): Promise<HttpAnswer> {
  const { hostname, port } = new URL(origin);
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const hasLength = body !== undefined && headers['transfer-encoding'] === undefined;
  const length = hasLength ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  const allHeaders = { ...length, ...headers } as Record<string, string | string[]>;
  const request = startRequest({ hostname, port, method, path, headers: allHeaders, agent }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const { statusCode: status = 0, headers: received } = response;
      resolve({ status, headers: received, body: bytes, json: () => JSON.parse(bytes.toString('utf8')) });
    });
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The API as a caller with one key sees it. Its methods throw unless the answer is the one that is documented. */
export class ApiClient {
  readonly origin: string;
  readonly #authorization: Headers;

  constructor(origin: string, key: string) {
    this.origin = origin;
    this.#authorization = { authorization: `Bearer ${key}` };
  }

  /** Any request with the key, with any answer. */
  send(method: string, path: string, call: HttpCall = {}): Promise<HttpAnswer> {
    return sendHttp(this.origin, method, path, {
      ...call,
      headers: { ...this.#authorization, ...call.headers },
    });
  }

  /** The same with a JSON body. */
  sendJson(method: string, path: string, value: unknown, headers: Headers = {}): Promise<HttpAnswer> {
    return this.send(method, path, { headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(value) });
  }

  async createSubscription(input: SubscriptionInput, headers?: Headers) {
    return read(createdSubscriptionShape, 201, await this.sendJson('POST', '/subscriptions', input, headers));
  }

  async subscription(id: string) {
    return read(subscriptionShape, 200, await this.send('GET', `/subscriptions/${id}`));
  }

  async subscriptions(query = '') {
    return read(subscriptionPageShape, 200, await this.send('GET', `/subscriptions${query}`));
  }

  async replaceSubscription(id: string, input: SubscriptionInput) {
    return read(subscriptionShape, 200, await this.sendJson('PUT', `/subscriptions/${id}`, input));
  }

  async changeSubscription(id: string, patch: z.input<typeof subscriptionPatch>) {
    return read(subscriptionShape, 200, await this.sendJson('PATCH', `/subscriptions/${id}`, patch));
  }

  async deleteSubscription(id: string): Promise<void> {
    expectStatus(204, await this.send('DELETE', `/subscriptions/${id}`));
  }

  async enable(id: string) {
    return read(subscriptionShape, 200, await this.send('POST', `/subscriptions/${id}/enable`));
  }

  async disable(id: string) {
    return read(subscriptionShape, 200, await this.send('POST', `/subscriptions/${id}/disable`));
  }

  /** Hands one event in, as JSON unless the headers say otherwise. */
  async ingest(subscriptionId: string, body: string | Uint8Array = '{}', headers: Headers = JSON_TYPE) {
    const answer = await this.send('POST', `/ingest/${subscriptionId}`, { headers, body });
    return read(ingestAcceptedShape, 202, answer);
  }

  async publish(event: object, headers?: Headers) {
    return read(publishAcceptedShape, 202, await this.sendJson('POST', '/events', event, headers));
  }

  async delivery(id: string) {
    return read(deliveryWithAttemptsShape, 200, await this.send('GET', `/deliveries/${id}`));
  }

  async deliveries(subscriptionId: string, query = '') {
    const answer = await this.send('GET', `/subscriptions/${subscriptionId}/deliveries${query}`);
    return read(deliveryPageShape, 200, answer);
  }

  async replay(id: string, headers: Headers = {}) {
    return read(deliveryShape, 202, await this.send('POST', `/deliveries/${id}/replay`, { headers }));
  }

  async cancel(id: string) {
    return read(cancelledDeliveryShape, 200, await this.send('POST', `/deliveries/${id}/cancel`));
  }

  async recover(subscriptionId: string, body: object, headers?: Headers) {
    const path = `/subscriptions/${subscriptionId}/recover`;
    return read(recoveryShape, 202, await this.sendJson('POST', path, body, headers));
  }

  async recovery(id: string) {
    return read(recoveryShape, 200, await this.send('GET', `/recoveries/${id}`));
  }

  async stopRecovery(id: string) {
    return read(recoveryShape, 200, await this.send('POST', `/recoveries/${id}/stop`));
  }

  async event(id: string) {
    return read(eventWithPayloadShape, 200, await this.send('GET', `/events/${id}`));
  }

  async events(query = '') {
    return read(eventPageShape, 200, await this.send('GET', `/events${query}`));
  }
}

/** The problem document in an answer. @throws if the answer is anything else, or not the whole of one */
export function problemIn(answer: HttpAnswer): ProblemDocument {
  const document = problemDocument.strict().parse(answer.json());
  const hasSaidSo = answer.headers['content-type'] === problemMediaType && document.status === answer.status;
  if (!hasSaidSo) throw new Error(`${document.status} ${document.title}, in an answer that does not say so`);
  return document;
}

function expectStatus(status: number, answer: HttpAnswer): void {
  if (answer.status === status) return;
  throw new Error(`the answer is ${answer.status} instead of ${status}: ${answer.body.toString('utf8')}`);
}

function read<Shape extends z.ZodType>(shape: Shape, status: number, answer: HttpAnswer): z.infer<Shape> {
  expectStatus(status, answer);
  return shape.parse(answer.json());
}
