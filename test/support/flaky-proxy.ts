import { Posthorn } from '../../client/src/posthorn.ts';
import { sendHttp } from './api-client.ts';
import { addApiKey, type EmbeddedService } from './embedded-service.ts';
import { type ScriptedAnswer, type ScriptedRequest, scriptedServer } from './scripted-server.ts';

/**
 * A fault between a client and the service. `refused`: before the request has reached the service. `lost`: the service
 * has done its work, and its answer does not arrive.
 */
export type Fault =
  | { readonly refused: ScriptedAnswer }
  | { readonly lost: ScriptedAnswer | 'cut in its head' | 'cut in its body' };

export const tooMany = {
  refused: { status: 429, headers: { 'retry-after': '1' }, body: '{"message":"Too Many Requests"}' },
};

/** All that the client repeats, where it is safe. The answers are those of API Gateway, a load balancer, a broken network. */
export const faults: Readonly<Record<string, Fault>> = {
  'hangs up': { refused: 'hang up' },
  'answers 503': { refused: { status: 503, body: '<p>Service Unavailable' } },
  'answers 429': tooMany,
  'hangs up when it is done': { lost: 'hang up' },
  'answers 502 when it is done': { lost: { status: 502, body: '{"message":"Internal server error"}' } },
  'answers 504 when it is done': { lost: { status: 504, body: '{"message":"Endpoint request timed out"}' } },
  'is cut in the head of the answer': { lost: 'cut in its head' },
  'is cut in the body of the answer': { lost: 'cut in its body' },
};

interface ProxiedRequest extends ScriptedRequest {
  readonly arrivedAtMs: number;
  /** The answer of the service, passed on or not; undefined until then, or if the service was not called. */
  answered: { readonly status: number; readonly body: string } | undefined;
}

interface FlakyProxy {
  readonly url: string;
  /** All that have come, in order. */
  readonly requests: readonly ProxiedRequest[];
}

/**
 * The fault of a request, the nth (from 1) with the same key, or else the same method and path; none if it is
 * undefined.
 */
type FaultOf = (nth: number, request: ScriptedRequest) => Fault | undefined;

export const once =
  (fault: Fault): FaultOf =>
  (nth) =>
    nth === 1 ? fault : undefined;

/** A client of a new tenant that has the proxy before it, for the length of a test; and one that has nothing. */
export async function tenantBehind(service: EmbeddedService, faultOf: FaultOf) {
  const proxy = await flakyProxy(service.url, faultOf);
  const apiKey = await addApiKey(service.runtime, ['admin']);
  const client = (url: string) => new Posthorn({ url, apiKey });
  return { proxy, posthorn: client(proxy.url), direct: client(service.url) };
}

async function flakyProxy(serviceUrl: string, faultOf: FaultOf): Promise<FlakyProxy> {
  const requests: ProxiedRequest[] = [];
  const counts = new Map<string, number>();
  const { origin } = await scriptedServer(async (request) => {
    const proxied: ProxiedRequest = { ...request, arrivedAtMs: Date.now(), answered: undefined };
    requests.push(proxied);
    const call = String(request.headers['idempotency-key'] ?? `${request.method} ${request.path}`);
    const nth = (counts.get(call) ?? 0) + 1;
    counts.set(call, nth);
    const fault = faultOf(nth, request);
    if (fault !== undefined && 'refused' in fault) return fault.refused;
    const answer = await forward(serviceUrl, request);
    proxied.answered = { status: answer.status, body: answer.body.toString() };
    if (fault === undefined) return answer;
    if (fault.lost === 'cut in its head') return { ...answer, cutAt: 'head' };
    if (fault.lost === 'cut in its body') return { ...answer, cutAt: 'body' };
    return fault.lost;
  });
  return { url: origin, requests };
}

async function forward(serviceUrl: string, { method, path, headers, body }: ScriptedRequest) {
  const { host: _, connection: __, 'transfer-encoding': ___, ...passed } = headers;
  const hasBody = body.length > 0 && { body };
  const answer = await sendHttp(serviceUrl, method, path, {
    headers: passed as Record<string, string>,
    ...hasBody,
  });
  return {
    status: answer.status,
    headers: answer.headers as Record<string, string>,
    body: answer.body,
  };
}
