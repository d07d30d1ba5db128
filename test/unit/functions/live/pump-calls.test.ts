import { expect, it } from 'vitest';
import { pumpHour } from '../../../../models/cost/live-hour.ts';
import { PumpWorld, START_MS } from './pump-world.ts';

const HOUR_MS = 3_600_000;
/** Starting, and the last round. */
const MORE = 3;

it('the pump makes as many calls in an hour as docs/cost.md reckons, and none that depends on deliveries', async () => {
  const world = new PumpWorld();
  let leases = 0;
  let marks = 0;
  const { lease, marks: kept } = world;
  const take = lease.take.bind(lease);
  lease.take = (...args) => {
    leases += 1;
    return take(...args);
  };
  const put = kept.put.bind(kept);
  kept.put = (...args) => {
    marks += 1;
    return put(...args);
  };
  await world.watch('a', { filter: { eventTypes: ['none.of.these'] } });
  await world.run((round, stop) => {
    if (round % 100 === 0) world.deliver();
    if (world.nowMs >= START_MS + HOUR_MS) stop();
  });
  const counted = {
    rounds: world.changes.reads,
    looks: world.connections.looks,
    leases,
    marks,
    heartbeats: world.posts.posts,
  };
  for (const [name, calls] of Object.entries(counted)) {
    const most = pumpHour[name as keyof typeof pumpHour];
    expect([name, calls <= most * 1.02 + MORE]).toEqual([name, true]);
    expect([name, calls >= most * 0.9]).toEqual([name, true]);
  }
}, 60_000);
