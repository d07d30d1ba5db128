import { HttpConnection, postRequest } from './http-client.ts';
import { API_KEY, type ServiceProcess } from './service-process.ts';

/** Events of 1 KiB that carry a number, and clients that post them. */

export const PAYLOAD_BYTES = 1_024;
const NUMBER_DIGITS = 8;

/** The beginning of every payload. A number follows, which the receiver reads. */
export const PAYLOAD_START = '{"number":"';

function payloadOf(number: number): string {
  const start = `${PAYLOAD_START}${String(number).padStart(NUMBER_DIGITS, '0')}","filling":"`;
  return `${start}${'x'.repeat(PAYLOAD_BYTES - start.length - 2)}"}`;
}

export type RequestOf = (number: number) => Buffer;

/** `POST /ingest/{subscription_id}`: the body is the payload. */
export const ingestRequests = ({ authority }: ServiceProcess, subscriptionId: string): RequestOf =>
  numbered(postRequest({ path: `/ingest/${subscriptionId}`, authority, apiKey: API_KEY }, payloadOf(0)));

/** The same to many subscriptions in turn. */
export function spreadRequests(service: ServiceProcess, subscriptionIds: readonly string[]): RequestOf {
  const requests = subscriptionIds.map((id) => ingestRequests(service, id));
  return (number) => {
    const requestOf = requests[number % requests.length];
    if (requestOf === undefined) throw new Error('there is no subscription');
    return requestOf(number);
  };
}

/** `POST /events`: the payload is wrapped, and goes to every subscription. */
export const publishRequests = ({ authority }: ServiceProcess): RequestOf =>
  numbered(
    postRequest(
      { path: '/events', authority, apiKey: API_KEY },
      `{"event_type":"order.created","payload":${payloadOf(0)}}`,
    ),
  );

/** Copies of one request, of which only the number differs. */
function numbered(template: Buffer): RequestOf {
  const at = template.indexOf(PAYLOAD_START) + PAYLOAD_START.length;
  return (number) => {
    const request = Buffer.from(template);
    request.write(String(number).padStart(NUMBER_DIGITS, '0'), at, 'latin1');
    return request;
  };
}

export interface LoadResult {
  /** The numbers that were answered with 202. */
  readonly accepted: readonly number[];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export interface Load {
  readonly port: number;
  readonly clients: number;
  readonly requestOf: RequestOf;
  readonly first: number;
  readonly count: number;
  /** Called with how many were accepted so far. */
  readonly onAccepted?: (accepted: number) => void;
}

/**
 * Posts events with so many clients at once, each waiting for its answer before its next request. A client whose
 * connection breaks stops: so it ends when the service is killed.
 */
export async function postEvents(load: Load): Promise<LoadResult> {
  const { port, clients, requestOf, first, count, onAccepted } = load;
  const connections = await Promise.all(Array.from({ length: clients }, () => HttpConnection.open(port)));
  const accepted: number[] = [];
  let next = first;
  const startedAtMs = machineTimeMs();
  const postOnAndOn = async (connection: HttpConnection) => {
    while (next < first + count) {
      const number = next++;
      const answer = await connection.send(requestOf(number)).catch(() => undefined);
      if (answer === undefined) return;
      if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${answer.body}`);
      accepted.push(number);
      onAccepted?.(accepted.length);
    }
  };
  await Promise.all(connections.map(postOnAndOn));
  const endedAtMs = machineTimeMs();
  for (const connection of connections) connection.close();
  return { accepted, startedAtMs, endedAtMs };
}

/** Registers a receiver's URL. */
export async function subscribe(service: ServiceProcess, targetUrl: string): Promise<string> {
  const connection = await HttpConnection.open(service.port);
  const head = { path: '/subscriptions', authority: service.authority, apiKey: API_KEY };
  const { status, body } = await connection.send(
    postRequest(head, JSON.stringify({ target_url: targetUrl, timeout_seconds: 30 })),
  );
  connection.close();
  if (status !== 201) throw new Error(`subscribing was answered ${status}: ${body}`);
  return (JSON.parse(body) as { id: string }).id;
}

/** Registers a URL so many times, each for a receiver of its own; returns the ids. */
export async function subscribeMany(
  service: ServiceProcess,
  targetUrl: string,
  count: number,
): Promise<readonly string[]> {
  const connection = await HttpConnection.open(service.port);
  const head = { path: '/subscriptions', authority: service.authority, apiKey: API_KEY };
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { status, body } = await connection.send(
      postRequest(head, JSON.stringify({ target_url: targetUrl, receiver_id: `customer-${n}` })),
    );
    if (status !== 201) throw new Error(`subscribing was answered ${status}: ${body}`);
    ids.push((JSON.parse(body) as { id: string }).id);
  }
  connection.close();
  return ids;
}

/** One clock for all threads of the machine, in fractions of a millisecond. */
export const machineTimeMs = (): number => Number(process.hrtime.bigint()) / 1e6;
