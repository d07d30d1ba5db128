import type { DeliveryChange, DeliveryOutcomes } from '../ports/storage.ts';
import { type TellNeeds, tellExhausted } from './tell-tenant.ts';

interface RecordNeeds extends TellNeeds {
  readonly outcomes: DeliveryOutcomes;
}

/** Records what became of a delivery, and tells its tenant of the end that nobody wants. */
export async function recordOutcome(
  needs: RecordNeeds,
  change: DeliveryChange,
): Promise<'recorded' | 'superseded'> {
  const recorded = await needs.outcomes.record(change);
  if (recorded === 'recorded' && change.after.status === 'exhausted') {
    await tellExhausted(needs, change.after, change.attempt);
  }
  return recorded;
}
