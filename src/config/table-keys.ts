/** The attributes that the table and its index are keyed by: lib/ creates them, the DynamoDB adapters write them. */
export const tableKeys = {
  partition: 'PK',
  sort: 'SK',
  /** Epoch seconds after which DynamoDB deletes a row, within days: whoever reads must look at the time as well. */
  expiry: 'ttl',
} as const;

/** Sparse: only what is parked, held or exhausted carries these attributes, so that nothing else pays for the index. */
export const waitingIndex = {
  name: 'GSI1',
  partition: 'g1pk',
  sort: 'g1sk',
} as const;
