import type { Reach } from '../domain/principal.ts';
import type { Receiver } from '../domain/receiver.ts';
import type { Needs } from './needs.ts';

/** A page of a tenant's records of receivers, in the order of their ids. */
export async function listReceivers(
  { receivers }: Pick<Needs, 'receivers'>,
  { tenantId }: Reach,
  { afterId, limit }: { readonly afterId: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly Receiver[]; readonly nextBefore: string | undefined }> {
  const found = await receivers.list(tenantId, { afterId, limit: limit + 1 });
  const items = found.slice(0, limit);
  return { items, nextBefore: items.length < found.length ? items.at(-1)?.id : undefined };
}
