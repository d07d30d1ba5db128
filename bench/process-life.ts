import { ingestRequests, postEvents, subscribe } from './event-load.ts';
import type { Figure } from './figures.ts';
import { Receiver } from './receiver.ts';
import { newDataDir, ServiceProcess, type ServiceSettings } from './service-process.ts';

/** The cost of starting, idling and dying. */

const STARTS = 5;
const IDLE_MS = 5_000;
const KILLS = 3;
const EVENTS_PER_LIFE = 1_500;
const KILL_AFTER_MIN = 200;
const KILL_AFTER_MAX = 1_400;
const DELIVERY_TIMEOUT_MS = 60_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function startAndIdle(settings: ServiceSettings): Promise<readonly Figure[]> {
  const startUps: number[] = [];
  for (let start = 1; start < STARTS; start += 1) {
    const service = await ServiceProcess.start(settings);
    startUps.push(service.startUpMs);
    await service.stop();
  }
  const service = await ServiceProcess.start(settings);
  startUps.push(service.startUpMs);
  await pause(IDLE_MS);
  const memory = service.memoryMiB();
  await service.stop();
  return [
    { name: 'start to `listening on`, empty data folder', unit: 'ms', runs: startUps },
    { name: 'memory when idle', unit: 'MiB', target: { atMost: 150 }, runs: [memory.now] },
  ];
}

/** Kills the service at random moments while events come in, and looks for those that it had accepted. */
export async function killed(settings: ServiceSettings): Promise<readonly Figure[]> {
  const receiver = await Receiver.start();
  const dataDir = newDataDir();
  const accepted: number[] = [];
  let service = await ServiceProcess.start(settings, dataDir);
  const subscriptionId = await subscribe(service, receiver.urlOf('fast'));
  for (let kill = 0; kill < KILLS; kill += 1) {
    const life = service;
    const killAfter = Math.round(KILL_AFTER_MIN + Math.random() * (KILL_AFTER_MAX - KILL_AFTER_MIN));
    let death: Promise<void> | undefined;
    const posted = await postEvents({
      port: life.port,
      clients: 64,
      requestOf: ingestRequests(life, subscriptionId),
      first: kill * EVENTS_PER_LIFE,
      count: EVENTS_PER_LIFE,
      onAccepted: (count) => {
        if (count === killAfter) death = life.kill();
      },
    });
    accepted.push(...posted.accepted);
    await death;
    service = await ServiceProcess.start(settings, dataDir);
  }
  const missing = () => accepted.filter((number) => receiver.firstArrivalMs(number) === 0).length;
  const deadlineMs = Date.now() + DELIVERY_TIMEOUT_MS;
  while (missing() > 0 && Date.now() < deadlineMs) await pause(100);
  await service.stop();
  await receiver.close();
  const { all, different } = receiver.counts;
  return [
    { name: 'accepted and lost, 3 × kill -9', unit: 'events', target: { atMost: 0 }, runs: [missing()] },
    { name: 'accepted in those three lives', unit: 'events', runs: [accepted.length] },
    { name: 'delivered more than once', unit: 'deliveries', runs: [all - different] },
  ];
}
