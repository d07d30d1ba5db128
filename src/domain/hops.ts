/**
 * How often an event has been through Posthorn: an attempt says so in a header, and an event that comes back with that
 * header has one hop more. It ends loops of targets that lead back to an address where events are handed in.
 */

/** In lower case, as request headers are read. */
export const HOPS_HEADER = 'x-posthorn-hops';

/** The header of an event's attempts: a receiver that hands the event in again passes it along. */
export const hopsHeaderOf = ({ hops }: { readonly hops: number }): string => String(hops + 1);
