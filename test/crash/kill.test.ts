import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type * as z from 'zod';
import { seededRandom } from '../../models/seeded-random.ts';
import type { statsOverTimeShape } from '../../src/http/stats/output.ts';
import { ApiClient, type HttpAnswer, sendHttp } from '../support/api-client.ts';
import { folderForTest, rowsIn } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { type ReceivedRequest, receiverForTest, type Target } from '../support/receiver.ts';
import { runService, startServiceProcess } from '../support/service-process.ts';

/**
 * `kill -9` at random moments: each event that was answered 202 is delivered. Repeat a run with CRASH_SEED=<seed>. The
 * operating system and the disk are not repeatable, so a seed brings back the moments, not the outcome.
 */

const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));

const KEY = 'a-key-of-the-crash-test';
const EVENTS = 2_000;
const KILLS = 10;
const CALLERS = 16;
const CRASH_TEST_MS = 120_000;

/** The callers' knowledge of the events that they have tried to hand in, by the number in the payload. */
class Ledger {
  attempted = 0;
  /** The id that a 202 gave it. */
  readonly accepted = new Map<number, string>();
  /** Cut off by a kill, and to be tried again, since its Idempotency-Key makes that harmless. */
  readonly toRepeat: number[] = [];

  /** The number of the next event to hand in. */
  next(): number | undefined {
    const repeated = this.toRepeat.pop();
    if (repeated !== undefined) return repeated;
    if (this.attempted === EVENTS) return undefined;
    this.attempted += 1;
    return this.attempted;
  }
}

const hasIdempotencyKey = (number: number) => number % 5 === 0;
/** Fanned out to both subscriptions; the others are ingested to the first one. */
const isPublished = (number: number) => number % 7 === 0;
const failsAtFirst = (number: number) => number % 11 === 0;

function handIn(api: ApiClient, subscriptionId: string, number: number): Promise<HttpAnswer> {
  const headers = hasIdempotencyKey(number) ? { 'idempotency-key': `event-${number}` } : {};
  const payload = { number, padding: 'x'.repeat(number % 50 === 0 ? 100_000 : 200) };
  return isPublished(number)
    ? api.sendJson('POST', '/events', { event_type: 'a', payload }, headers)
    : api.sendJson('POST', `/ingest/${subscriptionId}`, payload, headers);
}

const numberIn = ({ body }: ReceivedRequest) => (JSON.parse(body.toString()) as { number: number }).number;

/** Which ids each number arrived under, at one target. */
function idsByNumber(target: Target): ReadonlyMap<number, ReadonlySet<string>> {
  const ids = new Map<number, Set<string>>();
  for (const request of target.requests) {
    const number = numberIn(request);
    ids.set(number, (ids.get(number) ?? new Set()).add(String(request.headers['webhook-id'])));
  }
  return ids;
}

/** The numbers of `GET /stats`. */
async function countsOf(api: ApiClient) {
  const answer = (await api.send('GET', '/stats')).json() as z.infer<typeof statsOverTimeShape>;
  const { time_to_delivery_ms, ...totals } = answer.series[0]!.totals;
  expect(time_to_delivery_ms).not.toBeNull();
  return { ...totals, ...answer.open };
}

/** The same from the records. */
function recordedIn(folder: string) {
  const count = (text: string) => Number(rowsIn(folder, `SELECT count(*) AS n FROM ${text}`)[0]!['n']);
  const none = { exhausted: 0, cancelled: 0, pending: 0, retrying: 0, held: 0, is_exact: true };
  return {
    events: count('events'),
    deliveries: count('deliveries'),
    attempts: count('attempts'),
    delivered: count("deliveries WHERE status = 'delivered'"),
    failed_attempts: count("attempts WHERE outcome = 'failed'"),
    ...none,
  };
}

it(
  `kill -9 ten times during 2,000 events: all that was accepted is delivered and counted (CRASH_SEED=${seed})`,
  async () => {
    const random = seededRandom(seed);
    const folder = await folderForTest();
    const receiver = await receiverForTest();
    const failOnce = (nth: number, request: ReceivedRequest) =>
      nth === 1 && failsAtFirst(numberIn(request)) ? 503 : 200;
    const targets = [receiver.target(failOnce), receiver.target(failOnce)] as const;
    const ledger = new Ledger();
    const subscriptionIds: string[] = [];

    /** Hands events in until there are none left, or the service has been killed after so many attempts. */
    async function round(killAfter: number | undefined): Promise<void> {
      const service = await startServiceProcess(folder, { POSTHORN_API_KEY: KEY });
      onTestFinished(() => service.kill('SIGKILL'));
      const api = new ApiClient(service.url, KEY);
      for (const { url } of subscriptionIds.length === 0 ? targets : []) {
        const settings = { target_url: url, retry_policy: { schedule: Array(20).fill(1) as number[] } };
        subscriptionIds.push((await api.createSubscription(settings)).id);
      }
      let isKilled = false;
      const kill = async () => {
        await pause(random() * 20);
        isKilled = true;
        service.kill('SIGKILL');
        await service.exited;
      };
      let killing: Promise<void> | undefined;
      const caller = async () => {
        for (let number = ledger.next(); number !== undefined; number = ledger.next()) {
          if (killAfter !== undefined && ledger.attempted >= killAfter) killing ??= kill();
          const answer = await handIn(api, subscriptionIds[0]!, number).catch((error: unknown) => {
            if (!isKilled) throw error;
          });
          if (answer === undefined) {
            if (hasIdempotencyKey(number)) ledger.toRepeat.push(number);
            return;
          }
          expect(answer.status, answer.body.toString()).toBe(202);
          ledger.accepted.set(number, (answer.json() as { event_id: string }).event_id);
        }
      };
      await Promise.all(Array.from({ length: CALLERS }, caller));
      await killing;
      if (killing !== undefined) return;

      await eventually('all that was accepted arrives', () => everythingArrived(), 60_000);
      const open = "SELECT 1 FROM deliveries WHERE status <> 'delivered'";
      await eventually('every delivery is delivered', () => rowsIn(folder, open).length === 0);
      expect(await countsOf(api)).toEqual(recordedIn(folder));
      service.kill('SIGTERM');
      expect(await service.exited).toMatchObject({ code: 0 });
    }

    function everythingArrived(): boolean {
      const [atFirst, atSecond] = targets.map(idsByNumber);
      return [...ledger.accepted].every(
        ([number, id]) =>
          atFirst!.get(number)?.has(id) && (!isPublished(number) || atSecond!.get(number)?.has(id)),
      );
    }

    const width = EVENTS / (KILLS + 1);
    for (let kills = 0; kills < KILLS; kills += 1) await round(Math.ceil((kills + random()) * width) + 1);
    await round(undefined);

    expect(ledger.attempted).toBe(EVENTS);
    expect(ledger.accepted.size).toBeGreaterThan(EVENTS - KILLS * CALLERS - 1);
    expect(everythingArrived()).toBe(true);
    // Duplicates are allowed, but only under one id.
    for (const arrived of targets.map(idsByNumber)) {
      for (const [number, ids] of arrived) expect(ids.size, `ids of event ${number}`).toBe(1);
    }
    expect(rowsIn(folder, 'SELECT 1 FROM messages')).toEqual([]);
    expect(rowsIn(folder, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  },
  CRASH_TEST_MS,
);

it(`kill -9 at random moments of the first start: the next one succeeds (CRASH_SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  const folder = await folderForTest();
  for (let kills = 0; kills < 5; kills += 1) {
    const abort = new AbortController();
    const starting = runService(folder, {}, abort.signal);
    await pause(random() * 800);
    abort.abort();
    const service = await starting;
    if ('url' in service) await service.exited;
  }
  const service = await startServiceProcess(folder);
  onTestFinished(() => service.kill('SIGKILL'));
  const key = readFileSync(join(folder, 'api-key'), 'utf8').trim();
  expect(key).toMatch(/^phk_[\w-]{43}$/);
  const headers = { authorization: `Bearer ${key}` };
  expect((await sendHttp(service.url, 'GET', '/subscriptions', { headers })).status).toBe(200);
});
