/**
 * The partitions of the live view in the table. lib/ restricts the functions of the live view to them, and the adapter
 * writes them.
 */
export const livePartitions = {
  /** Connections, the lease of the pump, and positions in the stream. */
  connections: 'LIVE',
  /** `LT#<hash>`: a ticket. */
  ticket: 'LT#',
  /** `LC#<tenant>`: how many tickets a tenant has. */
  ticketsOfTenant: 'LC#',
  /** The address of the WebSocket API. */
  address: 'LIVE#ADDRESS',
} as const;
