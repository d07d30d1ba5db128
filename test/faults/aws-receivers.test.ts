import { expect, it, onTestFinished } from 'vitest';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { changeReceiver, deleteReceiver } from '../../src/application/change-receiver.ts';
import { createReceiver } from '../../src/application/create-receiver.ts';
import { publishEvent } from '../../src/application/publish-event.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { AwsWorld } from '../support/aws-world.ts';
import { bytesOf } from '../support/records.ts';
import { subscribe, underFaults, untilAnswered } from './faults.ts';

const rateLimit = { perSecond: 0.001, burst: 10 };
const settings = { name: 'Example Ltd.', metadata: {}, rateLimit, subscriptionsLimit: 1 };
const request = { id: 'customer-42', settings, idempotencyKey: 'once', body: bytesOf('{}') };

type Needs = ReturnType<AwsWorld['start']>['needs'];

const publish = (needs: Needs, { tenantId }: AwsWorld, receiverId: string | null, idempotencyKey?: string) =>
  publishEvent(needs, tenantId, {
    ...{ eventType: 'order.created', receiverId, payload: bytesOf('1'), contentType: 'application/json' },
    ...{ headers: {}, deliverAtMs: null, hops: 0, idempotencyKey },
  });

const create = (needs: Needs, { tenantId }: AwsWorld) => createReceiver(needs, { tenantId, ...request });

describeOnAws('the record of a receiver, with any fault at any call', () => {
  underFaults('is created once, with its limits', async (world, fault) => {
    const { result, calls } = await untilAnswered(world, fault, (needs) => create(needs, world));
    expect(result.outcome).toBe('created');
    const { receivers } = world.start().needs;
    expect(await receivers.limited(world.tenantId, 10)).toMatchObject([{ id: 'customer-42', rateLimit }]);
    expect(await receivers.find(world.tenantId, 'customer-42')).toMatchObject({ ...settings, version: 1 });
    return calls;
  });

  underFaults('loses its limits with them, and is deleted with them', async (world, fault) => {
    await create(world.start().needs, world);
    const which = { reach: world, id: 'customer-42' };
    const none = { ...settings, rateLimit: null, subscriptionsLimit: null };
    const { result, calls } = await untilAnswered(world, fault, (needs) =>
      changeReceiver(needs, which, () => ({ ok: true, settings: none })),
    );
    expect(result).toMatchObject({ outcome: 'changed', receiver: none });
    const { receivers } = world.start().needs;
    expect(await receivers.limited(world.tenantId, 10)).toEqual([]);
    const deleted = await untilAnswered(world, fault, (needs) => deleteReceiver(needs, which));
    // A repeat after a lost answer finds nothing to delete.
    expect([true, false]).toContain(deleted.result);
    expect(await receivers.find(world.tenantId, 'customer-42')).toBeUndefined();
    return calls;
  });
});

describeOnAws('an event of a receiver with limits, with any fault at any call', () => {
  underFaults('arrives once', async (world, fault) => {
    await create(world.start().needs, world);
    await subscribe(world, { receiverId: 'customer-42' });
    const { result, calls } = await untilAnswered(world, fault, (needs) =>
      publish(needs, world, 'customer-42', 'order-17'),
    );
    expect(result).toMatchObject({ outcome: 'accepted', event: { receiverId: 'customer-42' } });
    await world.settle();
    expect(new Set(world.received.map(({ webhookId }) => webhookId)).size).toBe(1);
    return calls;
  });
});

describeOnAws('an event of a receiver without a limit', () => {
  it('costs the same calls as an event without a receiver, after one query for the whole tenant', async () => {
    const clients = awsClients({ patience: 10 });
    onTestFinished(() => clients.destroy());
    const world = await AwsWorld.open(clients);
    onTestFinished(() => world.close());
    const process = world.start();
    const callsOf = async (receiverId: string | null) => {
      const before = process.calls.length;
      expect((await publish(process.needs, world, receiverId)).outcome).toBe('accepted');
      return process.calls.slice(before);
    };
    await callsOf(null);
    // The recipients of each receiver are read once, with or without a record.
    const [first, second, third] = [await callsOf('one'), await callsOf('two'), await callsOf('one')];
    expect(first.length).toBe(second.length + 1);
    expect(third).toEqual(await callsOf(null));
  });
});
