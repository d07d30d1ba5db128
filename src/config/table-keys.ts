/** The attributes that the table and its index are keyed by: lib/ creates them, the DynamoDB adapters write them. */
export const tableKeys = {
  partition: 'PK',
  sort: 'SK',
  /** Epoch seconds after which DynamoDB deletes a row, within days: whoever reads must look at the time as well. */
  expiry: 'ttl',
} as const;

/** A sparse index: only rows that carry its attributes are in it, so that no other pays for it. It has keys only. */
export interface SparseIndex {
  readonly name: string;
  readonly partition: string;
  readonly sort: string;
}

/** What is parked, held or exhausted, by when or by subscription. */
export const waitingIndex = {
  name: 'GSI1',
  partition: 'g1pk',
  sort: 'g1sk',
} as const satisfies SparseIndex;

/** What is exhausted, by tenant. */
export const exhaustedIndex = {
  name: 'GSI2',
  partition: 'g2pk',
  sort: 'g2sk',
} as const satisfies SparseIndex;
