import { createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { machineTimeMs, PAYLOAD_START } from './event-load.ts';
import { type ReceiverMemory, type ReceiverRequest, type ReceiverWord, slot } from './receiver.ts';

/**
 * The receiver, on a thread of its own: notes when each delivery came, and answers 200 by its path,
 * `/fast/<lane>` at once, `/slow/<lane>` after 5 to 10 seconds, `/silent/<lane>` never.
 */

const memory = workerData as ReceiverMemory;
const firstArrivalMs = new Float64Array(memory.firstArrivalMs);
const counts = new Int32Array(memory.counts);
const OK = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
const SLOW_MS_MIN = 5_000;
const SLOW_MS_MAX = 10_000;

let awaited = Number.POSITIVE_INFINITY;
let different = 0;

const say = (word: ReceiverWord) => parentPort?.postMessage(word);

function reportWhenAllAreThere(): void {
  if (different < awaited) return;
  awaited = Number.POSITIVE_INFINITY;
  say({ word: 'arrived' });
}

function note(lane: number, number: number): void {
  counts[slot.all] = (counts[slot.all] ?? 0) + 1;
  const index = number * memory.lanes + lane;
  if (firstArrivalMs[index] !== 0) return;
  firstArrivalMs[index] = machineTimeMs();
  different += 1;
  counts[slot.different] = different;
  reportWhenAllAreThere();
}

function answer(socket: Socket, mode: string | undefined): void {
  if (mode === 'fast') socket.write(OK);
  if (mode !== 'slow') return;
  const delayMs = SLOW_MS_MIN + Math.random() * (SLOW_MS_MAX - SLOW_MS_MIN);
  setTimeout(() => socket.writable && socket.write(OK), delayMs);
}

/** The length of the request at the beginning of the text, undefined while it is not all there. */
function requestLength(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const contentLength = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
  const length = headEnd + 4 + contentLength;
  return text.length < length ? undefined : length;
}

function serve(socket: Socket): void {
  let received = '';
  socket.setNoDelay(true).setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('data', (text: string) => {
    received += text;
    const length = requestLength(received);
    if (length === undefined) return;
    const [, mode, lane] = /^POST \/(\w+)\/(\d+) /.exec(received) ?? [];
    const numberAt = received.indexOf(PAYLOAD_START) + PAYLOAD_START.length;
    note(Number(lane), Number.parseInt(received.slice(numberAt, numberAt + 8), 10));
    received = received.slice(length);
    answer(socket, mode);
  });
}

parentPort?.on('message', (request: ReceiverRequest) => {
  if (request.ask === 'forget') {
    firstArrivalMs.fill(0);
    counts.fill(0);
    different = 0;
    say({ word: 'forgotten' });
    return;
  }
  awaited = request.deliveries;
  reportWhenAllAreThere();
});

const server = createServer(serve);
server.listen(0, '127.0.0.1', 1_024, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') say({ word: 'listening', port: address.port });
});
