import { ingestRequests, machineTimeMs, postEvents, type RequestOf, subscribe } from './event-load.ts';
import { type Figure, quantile } from './figures.ts';
import { HttpConnection } from './http-client.ts';
import { Receiver } from './receiver.ts';
import { ServiceProcess, type ServiceSettings } from './service-process.ts';

/** How long an event takes from its `POST` to its receiver: with nothing else to do, and beside a receiver that hangs. */

const WARM_UP_EVENTS = 500;
const EVENTS = 500;
const ARRIVAL_TIMEOUT_MS = 120_000;
const SLOW_EVENTS = 2_000;
const NEIGHBOUR_EVENTS = 200;
const NEIGHBOUR_PAUSE_MS = 25;

interface Sequence {
  readonly first: number;
  readonly count: number;
  readonly pauseMs: number;
}

/** One event after the other, each posted when the one before has arrived. */
async function postToArrivalMs(
  service: ServiceProcess,
  receiver: Receiver,
  requestOf: RequestOf,
  { first, count, pauseMs }: Sequence,
): Promise<readonly number[]> {
  const connection = await HttpConnection.open(service.port);
  const latencies: number[] = [];
  for (let number = first; number < first + count; number += 1) {
    const hasArrived = receiver.arrived(receiver.counts.different + 1, ARRIVAL_TIMEOUT_MS);
    const postedAtMs = machineTimeMs();
    const { status } = await connection.send(requestOf(number));
    if (status !== 202 || !(await hasArrived)) throw new Error(`event ${number} was answered ${status}`);
    latencies.push(receiver.firstArrivalMs(number) - postedAtMs);
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  connection.close();
  return latencies;
}

export async function unloaded(settings: ServiceSettings): Promise<readonly Figure[]> {
  const receiver = await Receiver.start();
  const service = await ServiceProcess.start(settings);
  const requestOf = ingestRequests(service, await subscribe(service, receiver.urlOf('fast')));
  await postToArrivalMs(service, receiver, requestOf, { first: 0, count: WARM_UP_EVENTS, pauseMs: 0 });
  const latencies = await postToArrivalMs(service, receiver, requestOf, {
    first: WARM_UP_EVENTS,
    count: EVENTS,
    pauseMs: 0,
  });
  await service.stop();
  await receiver.close();
  const name = (quantileName: string) => `POST to arrival, unloaded, ${quantileName}`;
  return [
    { name: name('p50'), unit: 'ms', target: { atMost: 3 }, runs: [quantile(latencies, 0.5)] },
    { name: name('p99'), unit: 'ms', target: { atMost: 8 }, runs: [quantile(latencies, 0.99)] },
  ];
}

export async function neighbour(settings: ServiceSettings): Promise<readonly Figure[]> {
  const slow = await Receiver.start();
  const fast = await Receiver.start();
  const service = await ServiceProcess.start(settings);
  const slowRequests = ingestRequests(service, await subscribe(service, slow.urlOf('slow')));
  const fastRequests = ingestRequests(service, await subscribe(service, fast.urlOf('fast')));
  await postToArrivalMs(service, fast, fastRequests, { first: 0, count: WARM_UP_EVENTS, pauseMs: 0 });
  await postEvents({
    port: service.port,
    clients: 64,
    requestOf: slowRequests,
    first: 0,
    count: SLOW_EVENTS,
  });
  const latencies = await postToArrivalMs(service, fast, fastRequests, {
    first: WARM_UP_EVENTS,
    count: NEIGHBOUR_EVENTS,
    pauseMs: NEIGHBOUR_PAUSE_MS,
  });
  const stillWaiting = SLOW_EVENTS - slow.counts.different;
  // Not stopped gently: it would wait for the slow receiver.
  await service.kill();
  service.removeData();
  await Promise.all([slow.close(), fast.close()]);
  const name = (quantileName: string) => `a neighbour beside 2,000 waiting deliveries, ${quantileName}`;
  return [
    { name: name('p50'), unit: 'ms', target: { atMost: 10 }, runs: [quantile(latencies, 0.5)] },
    { name: name('p95'), unit: 'ms', target: { atMost: 50 }, runs: [quantile(latencies, 0.95)] },
    { name: 'of the 2,000, not yet attempted at the end', unit: 'deliveries', runs: [stillWaiting] },
  ];
}
