import { groupOf } from '../../domain/counter-book.ts';
import type { CountedFact, CounterGroup } from '../../domain/counters.ts';

/**
 * The attributes of the rows of counters. Tenant and minute are in the key of the row. For example
 * `failed<tab>sub_…<tab>order.created<tab>5xx<tab>customer-42`.
 */
export const counterName = (
  { subscriptionId, eventType, answer, receiverId }: CounterGroup,
  fact: CountedFact,
) => `${fact}\t${subscriptionId}\t${eventType}\t${answer}\t${receiverId}`;

/** Where a row has too many counters: without the parts that make them many. */
export const coarseGroup = (group: CounterGroup): CounterGroup => ({
  ...group,
  subscriptionId: '',
  eventType: '',
  receiverId: '',
});

export function counterNamed(
  name: string,
  minute: number,
): { readonly group: CounterGroup; readonly fact: CountedFact } {
  const end = name.indexOf('\t');
  return { group: groupOf(`${minute}\t\t${name.slice(end + 1)}`), fact: name.slice(0, end) as CountedFact };
}
