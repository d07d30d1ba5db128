import { type LoadResult, postEvents, type RequestOf, spreadRequests, subscribeMany } from './event-load.ts';
import type { Figure } from './figures.ts';
import { Receiver } from './receiver.ts';
import { ServiceProcess, type ServiceSettings } from './service-process.ts';

/** The cost of many subscriptions for an event that goes to one of them. */

const CLIENTS = 64;
const SUBSCRIPTIONS = 10_000;
const EVENTS = 20_000;
const RUNS = 3;

/** Events to one subscription and events spread over 10,000 (each of a receiver of its own) take turns, in one process. */
export async function spread(settings: ServiceSettings): Promise<readonly Figure[]> {
  const receiver = await Receiver.start();
  const service = await ServiceProcess.start(settings);
  const startedAt = performance.now();
  const ids = await subscribeMany(service, receiver.urlOf('fast'), SUBSCRIPTIONS);
  const creationMs = (performance.now() - startedAt) / SUBSCRIPTIONS;
  const one = spreadRequests(service, ids.slice(0, 1));
  const many = spreadRequests(service, ids);
  const measure = async (requestOf: RequestOf): Promise<Measured> => {
    await receiver.forget();
    const cpuBeforeMs = service.cpuMs();
    const arrived = receiver.arrived(EVENTS, DELIVERY_TIMEOUT_MS);
    const posted = await postEvents({
      port: service.port,
      clients: CLIENTS,
      first: 0,
      count: EVENTS,
      requestOf,
    });
    if (!(await arrived)) throw new Error(`only ${receiver.counts.different} of ${EVENTS} arrived`);
    return measuredOf(posted, service.cpuMs() - cpuBeforeMs);
  };
  await measure(one);
  const ofOne: Measured[] = [];
  const ofMany: Measured[] = [];
  for (let n = 0; n < RUNS; n += 1) {
    ofOne.push(await measure(one));
    ofMany.push(await measure(many));
  }
  const memory = service.memoryMiB();
  await service.stop();
  await receiver.close();
  return [
    { name: 'creating a subscription, of 10,000', unit: 'ms', runs: [creationMs] },
    {
      name: 'ingest to one subscription of 10,000',
      unit: 'requests/s',
      runs: ofOne.map((run) => run.perSecond),
    },
    {
      name: 'ingest spread over 10,000 subscriptions',
      unit: 'requests/s',
      runs: ofMany.map((run) => run.perSecond),
    },
    {
      name: 'the same, of the rate to one',
      unit: 'ratio',
      runs: ofMany.map((run, n) => run.perSecond / (ofOne[n]?.perSecond ?? Number.NaN)),
    },
    { name: 'CPU per delivered event, to one', unit: 'ms', runs: ofOne.map((run) => run.cpuMs) },
    { name: 'CPU per delivered event, spread', unit: 'ms', runs: ofMany.map((run) => run.cpuMs) },
    { name: 'most memory with 10,000 subscriptions', unit: 'MiB', runs: [memory.most] },
  ];
}

const DELIVERY_TIMEOUT_MS = 120_000;

interface Measured {
  readonly perSecond: number;
  readonly cpuMs: number;
}

const measuredOf = ({ startedAtMs, endedAtMs }: LoadResult, cpuMs: number): Measured => ({
  perSecond: (EVENTS / (endedAtMs - startedAtMs)) * 1_000,
  cpuMs: cpuMs / EVENTS,
});
