import { ulidOf } from '../../domain/ids.ts';
import { liveLimits } from '../../domain/limits.ts';
import type { Reach } from '../../domain/principal.ts';
import type { Key } from './keys.ts';
import { livePlaceSort, livePlacesPartition } from './live-rows.ts';

const ALL = 'ALL';

/** The limits that count an unused ticket or an open connection. The one that is cheapest to check comes first. */
export const placesOf = ({ tenantId, receiverId }: Reach) => [
  ...(receiverId === undefined
    ? []
    : [{ owner: `${ulidOf(tenantId)}#${receiverId}`, most: liveLimits.connectionsPerReceiver }]),
  { owner: ulidOf(tenantId), most: liveLimits.connectionsPerTenant },
  { owner: ALL, most: liveLimits.connections },
];

/**
 * The entries of a ticket or a connection, one for each limit.
 * @param name the hash of the ticket, or the id of the connection
 */
export const placeKeys = (rights: Reach, expiresAtMs: number, name: string): readonly Key[] =>
  placesOf(rights).map(({ owner }) => ({
    PK: livePlacesPartition(owner),
    SK: livePlaceSort(expiresAtMs, name),
  }));
