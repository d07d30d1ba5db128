import type { EventType } from '../domain/event-type.ts';
import type { TenantId } from '../domain/ids.ts';
import { eventTypeLimits } from '../domain/limits.ts';
import type { Needs } from './needs.ts';

/** The size of an entry in a response, in characters of its JSON. */
export const charactersOf = ({ schema, example }: Pick<EventType, 'schema' | 'example'>): number =>
  JSON.stringify(schema).length + JSON.stringify(example).length;

/**
 * A page in the order of names, with at least one entry. It ends early if its entries are too large for one response.
 */
export async function listEventTypes(
  { eventTypes }: Pick<Needs, 'eventTypes'>,
  tenantId: TenantId,
  { afterName, limit }: { readonly afterName: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly EventType[]; readonly nextBefore: string | undefined }> {
  const found = await eventTypes.list(tenantId, { afterName, limit: limit + 1 });
  const items: EventType[] = [];
  let characters = 0;
  for (const one of found.slice(0, limit)) {
    characters += charactersOf(one);
    if (characters > eventTypeLimits.pageCharacters && items.length > 0) break;
    items.push(one);
  }
  return { items, nextBefore: items.length < found.length ? items.at(-1)?.name : undefined };
}

/** The page size when all entries are needed. */
const CHUNK = 100;

/** A tenant's whole catalogue, in the order of names. */
export async function* everyEventType(
  { eventTypes }: Pick<Needs, 'eventTypes'>,
  tenantId: TenantId,
): AsyncGenerator<EventType, void, undefined> {
  let afterName: string | undefined;
  for (;;) {
    const found = await eventTypes.list(tenantId, { afterName, limit: CHUNK });
    yield* found;
    if (found.length < CHUNK) return;
    afterName = found.at(-1)?.name;
  }
}
