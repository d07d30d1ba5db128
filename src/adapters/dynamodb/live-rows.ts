import { livePartitions } from '../../config/live-keys.ts';
import type { Key } from './keys.ts';

/** The keys of the rows of the live view. All connections are in one partition, which the pump reads each second. */

const MILLISECOND_DIGITS = 13;

export const connectionPrefix = 'C#';

export const connectionKey = (id: string): Key => ({
  PK: livePartitions.connections,
  SK: connectionPrefix + id,
});

export const pumpLeaseKey: Key = { PK: livePartitions.connections, SK: 'PUMP' };

export const markPrefix = 'MARK#';

export const markSort = (atMs: number): string =>
  markPrefix + String(Math.max(0, atMs)).padStart(MILLISECOND_DIGITS, '0');

export const markKey = (atMs: number): Key => ({ PK: livePartitions.connections, SK: markSort(atMs) });

export const liveTicketKey = (hash: string): Key => ({ PK: livePartitions.ticket + hash, SK: 'T' });

/** @param owner a tenant's ULID, or this and a receiver, or `ALL` */
export const livePlacesPartition = (owner: string): string => livePartitions.places + owner;

/** From here on, the tickets and connections of an owner expire at this time or later. */
export const livePlaceSort = (expiresAtMs: number, name = ''): string =>
  `${String(expiresAtMs).padStart(MILLISECOND_DIGITS, '0')}#${name}`;

export const liveAddressKey: Key = { PK: livePartitions.address, SK: 'A' };
