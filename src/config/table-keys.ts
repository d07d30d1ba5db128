/** The key attributes of the table and its index: lib/ creates them, the DynamoDB adapters write them. */
export const tableKeys = {
  partition: 'PK',
  sort: 'SK',
  /** Epoch seconds after which DynamoDB deletes a row, within days: readers must check the time as well. */
  expiry: 'ttl',
} as const;

/** A sparse index: only rows with its attributes are in it, so that other rows cost nothing. It has keys only. */
export interface SparseIndex {
  readonly name: string;
  readonly partition: string;
  readonly sort: string;
}

/** Parked, held or exhausted deliveries, by time or by subscription. */
export const waitingIndex = {
  name: 'GSI1',
  partition: 'g1pk',
  sort: 'g1sk',
} as const satisfies SparseIndex;

/** Exhausted deliveries, by tenant. */
export const exhaustedIndex = {
  name: 'GSI2',
  partition: 'g2pk',
  sort: 'g2sk',
} as const satisfies SparseIndex;
