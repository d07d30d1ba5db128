import { ingestRequests, type Load, postEvents, publishRequests, subscribe } from './event-load.ts';
import type { Figure } from './figures.ts';
import { Receiver } from './receiver.ts';
import { ServiceProcess, type ServiceSettings } from './service-process.ts';

/** How much one subscription, and one event to ten subscriptions, can take. */

const CLIENTS = 64;
const RUNS = 3;
const EVENTS = 10_000;
const WARM_UP_EVENTS = 2_000;
const FAN_OUT = 10;
const DELIVERY_TIMEOUT_MS = 60_000;
/** After the last arrival its outcome is still to be written: that work belongs to the run. */
const SETTLE_MS = 300;

interface Run {
  readonly ingestedPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly cpuMsPerDelivery: number;
}

/** Posts events and waits for all their deliveries. */
async function run(
  service: ServiceProcess,
  receiver: Receiver,
  load: Pick<Load, 'requestOf' | 'count'>,
  fanOut: number,
): Promise<Run> {
  await receiver.forget();
  const deliveries = load.count * fanOut;
  const cpuBeforeMs = service.cpuMs();
  const allArrived = receiver.arrived(deliveries, DELIVERY_TIMEOUT_MS);
  const posted = await postEvents({ port: service.port, clients: CLIENTS, first: 0, ...load });
  if (!(await allArrived)) throw new Error(`only ${receiver.counts.different} of ${deliveries} arrived`);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const cpuMs = service.cpuMs() - cpuBeforeMs;
  return {
    ingestedPerSecond: (load.count / (posted.endedAtMs - posted.startedAtMs)) * 1_000,
    deliveredPerSecond: (deliveries / (receiver.lastArrivalMs() - posted.startedAtMs)) * 1_000,
    cpuMsPerDelivery: cpuMs / deliveries,
  };
}

async function runs(
  service: ServiceProcess,
  receiver: Receiver,
  load: Pick<Load, 'requestOf' | 'count'>,
  fanOut: number,
): Promise<readonly Run[]> {
  await run(service, receiver, { ...load, count: WARM_UP_EVENTS / fanOut }, fanOut);
  const measured: Run[] = [];
  for (let n = 0; n < RUNS; n += 1) measured.push(await run(service, receiver, load, fanOut));
  return measured;
}

export async function oneSubscription(settings: ServiceSettings): Promise<readonly Figure[]> {
  const receiver = await Receiver.start();
  const service = await ServiceProcess.start(settings);
  const subscriptionId = await subscribe(service, receiver.urlOf('fast'));
  const load = { requestOf: ingestRequests(service, subscriptionId), count: EVENTS };
  const measured = await runs(service, receiver, load, 1);
  const memory = service.memoryMiB();
  await service.stop();
  await receiver.close();
  return [
    {
      name: 'ingest, 64 clients, while delivering',
      unit: 'requests/s',
      target: { atLeast: 3_000 },
      runs: measured.map(({ ingestedPerSecond }) => ingestedPerSecond),
    },
    {
      name: 'delivered, 10,000 events, one subscription',
      unit: 'deliveries/s',
      target: { atLeast: 3_000 },
      runs: measured.map(({ deliveredPerSecond }) => deliveredPerSecond),
    },
    {
      name: 'service CPU per delivered event',
      unit: 'ms',
      target: { atMost: 0.3 },
      runs: measured.map(({ cpuMsPerDelivery }) => cpuMsPerDelivery),
    },
    { name: 'most memory under that load', unit: 'MiB', runs: [memory.most] },
  ];
}

export async function fanOut(settings: ServiceSettings): Promise<readonly Figure[]> {
  const receiver = await Receiver.start();
  const service = await ServiceProcess.start(settings);
  for (let lane = 0; lane < FAN_OUT; lane += 1) await subscribe(service, receiver.urlOf('fast', lane));
  const load = { requestOf: publishRequests(service), count: EVENTS / FAN_OUT };
  const measured = await runs(service, receiver, load, FAN_OUT);
  await service.stop();
  await receiver.close();
  return [
    {
      name: 'delivered, 1,000 events to 10 subscriptions each',
      unit: 'deliveries/s',
      target: { atLeast: 5_000 },
      runs: measured.map(({ deliveredPerSecond }) => deliveredPerSecond),
    },
    {
      name: 'service CPU per delivery of those',
      unit: 'ms',
      runs: measured.map(({ cpuMsPerDelivery }) => cpuMsPerDelivery),
    },
  ];
}

/** The receiver takes 64 deliveries and never answers, so only ingest remains. */
export async function ingestAlone(settings: ServiceSettings): Promise<readonly Figure[]> {
  const receiver = await Receiver.start();
  const service = await ServiceProcess.start(settings);
  const requestOf = ingestRequests(service, await subscribe(service, receiver.urlOf('silent')));
  const load = { port: service.port, clients: CLIENTS, requestOf };
  await postEvents({ ...load, first: 0, count: WARM_UP_EVENTS });
  const cpuBeforeMs = service.cpuMs();
  const { startedAtMs, endedAtMs } = await postEvents({ ...load, first: WARM_UP_EVENTS, count: EVENTS });
  const cpuMs = service.cpuMs() - cpuBeforeMs;
  // Not stopped gently: it would wait for the receiver.
  await service.kill();
  service.removeData();
  await receiver.close();
  return [
    {
      name: 'ingest, 64 clients, nothing delivered',
      unit: 'requests/s',
      target: { atLeast: 3_000 },
      runs: [(EVENTS / (endedAtMs - startedAtMs)) * 1_000],
    },
    { name: 'service CPU per accepted event of those', unit: 'ms', runs: [cpuMs / EVENTS] },
  ];
}
