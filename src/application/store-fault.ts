import type { Reach } from '../domain/principal.ts';
import { StoreUnavailableError, storeFaultDetails } from '../ports/storage.ts';
import type { Needs } from './needs.ts';

/** The current fault of the store in a sentence: a known one, or one that a read of one row meets; undefined: none. */
export async function storeFault(
  { storeHealth, tenants }: Pick<Needs, 'storeHealth' | 'tenants'>,
  { tenantId }: Pick<Reach, 'tenantId'>,
): Promise<string | undefined> {
  const known = await storeHealth.faultNow();
  if (known !== undefined) return storeFaultDetails[known];
  try {
    await tenants.creatorOf(tenantId);
    return undefined;
  } catch (error) {
    if (error instanceof StoreUnavailableError) return storeFaultDetails[error.fault];
    throw error;
  }
}
