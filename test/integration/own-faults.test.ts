import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { createDeliverFunction } from '../../functions/deliver.ts';
import type { DeliverNeeds } from '../../src/application/needs.ts';
import type { ReceiverAuth } from '../../src/domain/receiver-auth.ts';
import type { SendResult } from '../../src/domain/response-classification.ts';
import { waitLimits } from '../../src/domain/waiting.ts';
import type { AccessTokens } from '../../src/ports/receivers.ts';
import { failedIds, messageFor, queueForTest } from '../support/delivery-queue.ts';
import { contextWith, sqsEvent } from '../support/lambda-events.ts';
import { closedPort } from '../support/receiver.ts';

/** Faults of Posthorn itself, which no receiver answers for. */

const ENOUGH_MS = 120_000;
const noDescriptor: SendResult = {
  kind: 'own_fault',
  error: 'the process has no free file descriptor (EMFILE)',
};

async function faultyRuntime() {
  const queue = await queueForTest();
  const { runtime } = queue;
  const errors: unknown[] = [];
  const sleeps: number[] = [];
  const log = {
    ...runtime.log,
    error: (occurrence: string, fields?: object) => errors.push([occurrence, fields]),
  };
  const changeVisibility = async (_handle: string, seconds: number) => void sleeps.push(seconds);
  const sleeping = {
    changeVisibility,
    giveBack: changeVisibility,
    messagesInFlight: () => runtime.queue.messagesInFlight(),
  };
  const deliverWith = (changes: Partial<DeliverNeeds>) =>
    createDeliverFunction({ ...runtime, log, queue: sleeping, ...changes });
  return { ...queue, errors, sleeps, deliverWith };
}

describe('a fault of Posthorn', () => {
  it('records no attempt, logs an error, and lets the message sleep longer after each receive', async () => {
    const { runtime, receiver, subscribe, ingest, stored, errors, sleeps, deliverWith } =
      await faultyRuntime();
    const target = receiver.target();
    const delivery = await ingest(await subscribe(target, { scheduleSeconds: [] }));
    const deliver = deliverWith({ sender: { send: async () => noDescriptor } });
    for (let receiveCount = 1; receiveCount <= 12; receiveCount += 1) {
      const message = messageFor(delivery, { receiveCount });
      expect(failedIds(await deliver(sqsEvent([message]), contextWith(ENOUGH_MS)))).toHaveLength(1);
    }
    expect(await stored(delivery)).toMatchObject({ status: 'pending', attemptCount: 0 });
    expect(sleeps[0]).toBeLessThanOrEqual(4);
    expect(sleeps[3]).toBeGreaterThan(sleeps[0]!);
    expect(Math.max(...sleeps)).toBeLessThanOrEqual(waitLimits.sleepSecondsMax);
    expect(errors).toHaveLength(12);
    expect(errors[0]).toMatchObject([
      'delivery.not_attempted',
      { delivery_id: delivery.id, fault: noDescriptor.kind === 'own_fault' && noDescriptor.error },
    ]);

    await deliverWith({})(sqsEvent([messageFor(delivery)]), contextWith(ENOUGH_MS));
    expect(await stored(delivery)).toMatchObject({ status: 'delivered', attemptCount: 1 });
    expect(target.requests.map(({ headers }) => headers['x-posthorn-attempt'])).toEqual(['1']);
    expect(runtime.queue).toBeDefined();
  });

  it('at the token endpoint records no attempt either', async () => {
    const { runtime, receiver, subscribe, ingest, stored: recorded, deliverWith } = await faultyRuntime();
    const id = await subscribe(receiver.target(), { scheduleSeconds: [] });
    const auth: ReceiverAuth = {
      type: 'oauth2',
      clientId: 'id',
      clientSecret: 'secret',
      tokenUrl: 'http://127.0.0.1/token',
      scope: null,
      audience: null,
    };
    const stored = await runtime.store.find(id);
    vi.spyOn(runtime.subscriptions, 'find').mockResolvedValue(stored && { ...stored, auth });
    const accessTokens: AccessTokens = {
      tokenFor: async () => ({ ok: false, ownFault: 'no port' }),
      forget: () => {},
    };
    const delivery = await ingest(id);
    await deliverWith({ accessTokens })(sqsEvent([messageFor(delivery)]), contextWith(ENOUGH_MS));
    expect(await recorded(delivery)).toMatchObject({ status: 'pending', attemptCount: 0 });
  });
});

describe('a process without a free file descriptor', () => {
  it('finds its own fault behind connections and names that cannot be had', async () => {
    const script = fileURLToPath(new URL('../support/exhausted-sender.ts', import.meta.url));
    const urls = [
      `http://127.0.0.1:${await closedPort()}/`,
      'http://shop.example/',
      `https://127.0.0.1:${await closedPort()}/`,
    ];
    const command = `ulimit -n 64; exec "$0" --disable-warning=ExperimentalWarning "$@"`;
    const child = spawn('sh', ['-c', command, process.execPath, script, ...urls]);
    const results = JSON.parse(await text(child.stdout));
    expect(results).toEqual(urls.map(() => noDescriptor));
  });
});
