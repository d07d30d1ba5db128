import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { ingestRequests, machineTimeMs, postEvents } from './event-load.ts';
import { quantile, valueText } from './figures.ts';
import { type HostileAnswer, hostileAnswers, ordinaryAnswer } from './hostile-answers.ts';
import { HttpConnection, postRequest } from './http-client.ts';
import { Receiver } from './receiver.ts';
import { circumstances } from './report.ts';
import { API_KEY, ServiceProcess } from './service-process.ts';

/**
 * `npm run bench:hostile`: the cost of each hostile answer for the service, its record, and how long a healthy
 * neighbour waits. The table goes to docs/hostile-answers.md; with `--service <folder>`, which measures
 * another copy of the project, or with `--only <part of a name>` it is only printed.
 */

const { values } = parseArgs({ options: { service: { type: 'string' }, only: { type: 'string' } } });

const ATTEMPTS = 30;
const WARM_UP_ATTEMPTS = 300;
const NEIGHBOUR_PAUSE_MS = 20;
const NEIGHBOUR_EVENTS_LEAST = 20;
const PATIENCE_MS = 60_000;
const LOOK_MS = 50;
const PAGE = new URL('../docs/hostile-answers.md', import.meta.url);
const TABLE = /(<!-- figures -->\n)[\s\S]*?(<!-- end of figures -->)/;

interface Delivery {
  readonly id: string;
  readonly status: string;
}
interface Attempt {
  readonly status_code: number | null;
  readonly failure_kind: string | null;
  readonly error: string | null;
}

interface Row {
  readonly hostile: HostileAnswer;
  readonly cpuMs: number;
  readonly recorded: string;
  readonly neighbourMs: readonly number[];
}

/** CPU time of all threads of a process, in nanoseconds each: proc(5), schedstat. */
function cpuMsOf(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const times = tasks.map((task) =>
    Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]),
  );
  return times.reduce((sum, time) => sum + time, 0) / 1e6;
}

async function call<Answer>(
  service: ServiceProcess,
  method: 'GET' | 'POST',
  path: string,
  body = '',
): Promise<Answer> {
  const connection = await HttpConnection.open(service.port);
  const { authority } = service;
  const request =
    method === 'POST'
      ? postRequest({ path, authority, apiKey: API_KEY }, body)
      : Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${authority}\r\nauthorization: Bearer ${API_KEY}\r\n\r\n`);
  const answer = await connection.send(request);
  connection.close();
  if (answer.status > 201) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as Answer;
}

const subscribeOnce = async (service: ServiceProcess, targetUrl: string): Promise<string> => {
  const settings = { target_url: targetUrl, timeout_seconds: 1, retry_policy: { schedule: [] } };
  return (await call<{ id: string }>(service, 'POST', '/subscriptions', JSON.stringify(settings))).id;
};

async function deliveriesWhenEnded(service: ServiceProcess, subscriptionId: string, count: number) {
  const endsAtMs = machineTimeMs() + PATIENCE_MS;
  for (;;) {
    const path = `/subscriptions/${subscriptionId}/deliveries?limit=250`;
    const { data } = await call<{ data: readonly Delivery[] }>(service, 'GET', path);
    const ended = data.filter(({ status }) => status === 'delivered' || status === 'exhausted');
    if (ended.length >= count) return ended;
    if (machineTimeMs() > endsAtMs) throw new Error(`${ended.length} of ${count} deliveries have ended`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Posts to the neighbour again and again until told to stop; gives how long each event took to arrive. */
class Neighbour {
  readonly #service: ServiceProcess;
  readonly #receiver: Receiver;
  readonly #subscriptionId: string;
  #next = 0;

  constructor(service: ServiceProcess, receiver: Receiver, subscriptionId: string) {
    this.#service = service;
    this.#receiver = receiver;
    this.#subscriptionId = subscriptionId;
  }

  async during(work: Promise<unknown>): Promise<readonly number[]> {
    const connection = await HttpConnection.open(this.#service.port);
    const requestOf = ingestRequests(this.#service, this.#subscriptionId);
    const latencies: number[] = [];
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    while (!isOver || latencies.length < NEIGHBOUR_EVENTS_LEAST) {
      const arrived = this.#receiver.arrived(this.#receiver.counts.different + 1, PATIENCE_MS);
      const number = this.#next++;
      const postedAtMs = machineTimeMs();
      await connection.send(requestOf(number));
      if (!(await arrived)) throw new Error('an event of the neighbour did not arrive');
      latencies.push(this.#receiver.firstArrivalMs(number) - postedAtMs);
      await new Promise((resolve) => setTimeout(resolve, NEIGHBOUR_PAUSE_MS));
    }
    connection.close();
    return latencies;
  }
}

async function measure(
  service: ServiceProcess,
  neighbour: Neighbour,
  { hostile, url, count }: { hostile: HostileAnswer; url: string; count: number },
): Promise<Row> {
  const subscriptionId = await subscribeOnce(service, url);
  const load = {
    port: service.port,
    requestOf: ingestRequests(service, subscriptionId),
    clients: 2,
    first: 0,
  };
  // Alone first, so that the CPU is that of its attempts; then beside the neighbour.
  const cpuBeforeMs = cpuMsOf(service.pid);
  await postEvents({ ...load, count });
  await deliveriesWhenEnded(service, subscriptionId, count);
  const cpuMs = (cpuMsOf(service.pid) - cpuBeforeMs) / count;
  const again = postEvents({ ...load, count }).then(() =>
    deliveriesWhenEnded(service, subscriptionId, 2 * count),
  );
  const neighbourMs = await neighbour.during(again);
  const [delivery] = await again;
  const { attempts } = await call<{ attempts: readonly Attempt[] }>(
    service,
    'GET',
    `/deliveries/${delivery?.id}`,
  );
  return { hostile, cpuMs, recorded: recordOf(attempts[0]), neighbourMs };
}

function recordOf(attempt: Attempt | undefined): string {
  if (attempt === undefined) return 'no attempt';
  const { status_code: status, failure_kind: failure, error } = attempt;
  return failure === null ? `delivered, ${status}` : `${error}`;
}

function tableOf(rows: readonly Row[]): string {
  const head = '| answer | CPU ms an attempt | recorded | neighbour p50 | p95 ms |\n|---|--:|---|--:|--:|';
  const lines = rows.map(({ hostile, cpuMs, recorded, neighbourMs }) => {
    const [p50, p95] = [0.5, 0.95].map((fraction) => valueText(quantile(neighbourMs, fraction)));
    return `| ${hostile.name} | ${valueText(cpuMs)} | ${recorded} | ${p50} | ${p95} |`;
  });
  return [head, ...lines].join('\n');
}

const folder = values.service ?? fileURLToPath(new URL('..', import.meta.url));
const { date, commit, machine, node, loadBefore } = circumstances(folder);
const worker = new Worker(new URL('./hostile-worker.ts', import.meta.url));
const [hostilePort] = (await once(worker, 'message')) as [number];
const receiver = await Receiver.start();
const service = await ServiceProcess.start({ folder, nodeArguments: [] });
const healthy = await subscribeOnce(service, receiver.urlOf('fast'));
const neighbour = new Neighbour(service, receiver, healthy);

const all = [ordinaryAnswer, ...hostileAnswers];
const urlOf = (hostile: HostileAnswer) => `http://127.0.0.1:${hostilePort}/${all.indexOf(hostile)}`;
await measure(service, neighbour, {
  hostile: ordinaryAnswer,
  url: urlOf(ordinaryAnswer),
  count: WARM_UP_ATTEMPTS / 3,
});
const rows: Row[] = [];
for (const hostile of all.filter(({ name }) => name.includes(values.only ?? ''))) {
  process.stderr.write(`${hostile.name} …\n`);
  rows.push(await measure(service, neighbour, { hostile, url: urlOf(hostile), count: ATTEMPTS }));
}
// Not stopped gently: some receivers hang.
await service.kill();
service.removeData();
await receiver.close();
await worker.terminate();

const table = tableOf(rows);
process.stdout.write(`${table}\n`);
if (values.service === undefined && values.only === undefined) {
  const how = `Measured on ${date} at commit \`${commit}\`: ${machine}, Node.js ${node}, load average before it ${loadBefore.toFixed(2)}.`;
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(TABLE, (_all, start: string, end: string) => `${start}${how}\n\n${table}\n${end}`),
  );
}
