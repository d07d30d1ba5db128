/**
 * The partitions of the live view in the table. lib/ restricts the functions of the live view to them, and the adapter
 * writes them.
 */
export const livePartitions = {
  /** Connections, the lease of the pump, and positions in the stream. */
  connections: 'LIVE',
  /** `LT#<hash>`: a ticket. */
  ticket: 'LT#',
  /** `LC#<tenant>`: an entry for each unused ticket and each open connection of a tenant. They are counted. */
  places: 'LC#',
  /** The address of the WebSocket API. */
  address: 'LIVE#ADDRESS',
} as const;
