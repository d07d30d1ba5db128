import type { LiveChange } from '../../src/domain/live/filter.ts';
import { attemptMade, deliveryChanged } from '../../src/http/live/output.ts';
import type { SubscriptionReceivers } from '../../src/ports/live-pump.ts';
import type { Item } from './outbox.ts';
import type { RenderedChange, Watcher } from './watcher.ts';

/** The messages of a change, `attempt` first. */
export function rendered(change: LiveChange, retentionHours: number, cursor: string): RenderedChange {
  const { delivery, attempt } = change;
  const item = (kind: Item['kind'], message: object): Item => ({
    kind,
    atMs: delivery.updatedAtMs,
    text: JSON.stringify(message),
  });
  const shown = item('delivery', deliveryChanged(delivery, retentionHours, cursor));
  if (attempt === undefined) return { change, items: [shown] };
  return { change, items: [item('attempt', attemptMade(delivery, attempt, cursor)), shown] };
}

/** Watchers by tenant: a change concerns the watchers of its tenant only. */
export function byTenant(watchers: Iterable<Watcher>): ReadonlyMap<string, readonly Watcher[]> {
  const found = new Map<string, Watcher[]>();
  for (const watcher of watchers) {
    const { tenantId } = watcher.connection.rights;
    const ofTenant = found.get(tenantId);
    if (ofTenant === undefined) found.set(tenantId, [watcher]);
    else ofTenant.push(watcher);
  }
  return found;
}

export interface OfferNeeds {
  readonly receivers: SubscriptionReceivers;
  readonly retentionHours: number;
}

/** Offers each change to the watchers that may and want to see it. A change that no watcher takes is not rendered. */
export async function offerTo(
  watchers: ReadonlyMap<string, readonly Watcher[]>,
  changes: readonly LiveChange[],
  cursor: string,
  { receivers, retentionHours }: OfferNeeds,
): Promise<void> {
  for (const change of changes) {
    let messages: RenderedChange | undefined;
    for (const watcher of watchers.get(change.delivery.tenantId) ?? []) {
      const takes = watcher.takes(change, receivers);
      // A million times a second for many watchers of one tenant: only what must wait does.
      if (takes === false || (takes !== true && !(await takes))) continue;
      messages ??= rendered(change, retentionHours, cursor);
      watcher.offer(messages);
    }
  }
}
