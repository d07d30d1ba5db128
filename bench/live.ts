import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { ingestRequests, machineTimeMs, type RequestOf, subscribe } from './event-load.ts';
import { type Figure, quantile } from './figures.ts';
import { HttpConnection, postRequest } from './http-client.ts';
import { Receiver } from './receiver.ts';
import { API_KEY, ServiceProcess, type ServiceSettings } from './service-process.ts';

/** 1,000 deliveries a second, without watchers and beside 1,000 watchers of the live view that see all of them. */

const WATCHERS = 1_000;
const CONNECTIONS = 32;
const EVENTS_A_SECOND = 1_000;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;
const ARRIVAL_TIMEOUT_MS = 120_000;
const SLICE_MS = 20;

export async function liveWatchers(settings: ServiceSettings): Promise<readonly Figure[]> {
  const receiver = await Receiver.start();
  const service = await ServiceProcess.start(settings);
  const requestOf = ingestRequests(service, await subscribe(service, receiver.urlOf('fast')));
  await postAtPace(service, receiver, requestOf, WARM_UP_SECONDS);
  const alone = await postAtPace(service, receiver, requestOf, SECONDS);
  const aloneMiB = service.memoryMiB().now;
  const watchers = await Promise.all(Array.from({ length: WATCHERS }, () => watch(service)));
  await postAtPace(service, receiver, requestOf, WARM_UP_SECONDS);
  const startMiB = service.memoryMiB().now;
  const watched = await postAtPace(service, receiver, requestOf, SECONDS);
  const endMiB = service.memoryMiB().now;
  const mebibytes = watchers.reduce((sum, { bytes }) => sum + bytes(), 0) / 1_024 ** 2;
  for (const { close } of watchers) close();
  await service.stop();
  await receiver.close();
  const latency = (name: string, { latencies }: Measured, fraction: number): Figure => ({
    name: `POST to arrival at 1,000 events a second, ${name}, p${fraction * 100}`,
    unit: 'ms',
    runs: [quantile(latencies, fraction)],
  });
  return [
    latency('no watcher', alone, 0.5),
    latency('no watcher', alone, 0.95),
    latency('1,000 watchers', watched, 0.5),
    latency('1,000 watchers', watched, 0.95),
    { name: 'CPU of the service, no watcher', unit: 'ms a second', runs: [alone.cpuMsASecond] },
    { name: 'CPU of the service, 1,000 watchers', unit: 'ms a second', runs: [watched.cpuMsASecond] },
    { name: 'memory, no watcher', unit: 'MiB', runs: [aloneMiB] },
    { name: 'memory, 1,000 watchers, after 3,000 events', unit: 'MiB', runs: [startMiB] },
    { name: 'memory, 1,000 watchers, after 13,000 events', unit: 'MiB', runs: [endMiB] },
    { name: 'live messages to 1,000 watchers, of 13,000 events', unit: 'MiB', runs: [mebibytes] },
  ];
}

interface Measured {
  readonly latencies: readonly number[];
  readonly cpuMsASecond: number;
}

/** Posts events at a steady pace, whether or not the answers keep up, and waits for all arrivals. */
async function postAtPace(
  service: ServiceProcess,
  receiver: Receiver,
  requestOf: RequestOf,
  seconds: number,
): Promise<Measured> {
  await receiver.forget();
  const count = EVENTS_A_SECOND * seconds;
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => HttpConnection.open(service.port)),
  );
  const postedMs = new Float64Array(count);
  const allArrived = receiver.arrived(count, ARRIVAL_TIMEOUT_MS);
  const cpuBeforeMs = service.cpuMs();
  const startMs = machineTimeMs();
  let next = 0;
  const postOn = async (connection: HttpConnection) => {
    for (let number = next++; number < count; number = next++) {
      const dueMs = startMs + (number / EVENTS_A_SECOND) * 1_000;
      while (machineTimeMs() < dueMs) await pause(Math.min(SLICE_MS, dueMs - machineTimeMs()));
      postedMs[number] = machineTimeMs();
      const { status } = await connection.send(requestOf(number));
      if (status !== 202) throw new Error(`event ${number} was answered ${status}`);
    }
  };
  await Promise.all(connections.map(postOn));
  if (!(await allArrived)) throw new Error(`only ${receiver.counts.different} of ${count} arrived`);
  const cpuMsASecond = ((service.cpuMs() - cpuBeforeMs) / (machineTimeMs() - startMs)) * 1_000;
  for (const connection of connections) connection.close();
  const latencies = Array.from(postedMs, (atMs, number) => receiver.firstArrivalMs(number) - atMs);
  return { latencies, cpuMsASecond };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** A client that reads and counts, and decodes nothing: a thousand that decode would need more CPU than the service. */
async function watch(service: ServiceProcess) {
  const connection = await HttpConnection.open(service.port);
  const head = { path: '/live-tickets', authority: service.authority, apiKey: API_KEY };
  const { status, body } = await connection.send(postRequest(head, '{}'));
  connection.close();
  if (status !== 201) throw new Error(`a ticket was answered ${status}: ${body}`);
  const { ticket } = JSON.parse(body) as { ticket: string };
  const socket = connect(service.port, '127.0.0.1');
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (answer) => {
      if (answer.toString('latin1').startsWith('HTTP/1.1 101')) resolve();
      else reject(new Error(`a watcher was refused: ${answer.toString('latin1')}`));
    });
    socket.write(
      `GET /live?ticket=${ticket} HTTP/1.1\r\nhost: ${service.authority}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
  });
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  socket.write(frameOf(TEXT, '{"type":"watch"}'));
  // Unasked, so that the answers to pings need not be found among the bytes.
  const pongs = setInterval(() => socket.write(frameOf(PONG, '')), PONG_EVERY_MS);
  return {
    bytes: () => bytes,
    close: () => {
      clearInterval(pongs);
      socket.destroy();
    },
  };
}

const TEXT = 0x81;
const PONG = 0x8a;
const PONG_EVERY_MS = 10_000;

/** A frame of a client (RFC 6455, section 5.2) below 126 bytes, with a mask of zeros. */
const frameOf = (head: number, text: string): Buffer =>
  Buffer.concat([Buffer.from([head, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
