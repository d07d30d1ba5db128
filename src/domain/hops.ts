/**
 * The number of times that an event has passed through Posthorn. An attempt sends it in a header; when an event comes
 * in with that header, its number is one higher. It ends loops of targets that lead back to Posthorn.
 */

/** In lower case, as request headers are read. */
export const HOPS_HEADER = 'x-posthorn-hops';

/** The header of an event's attempts. A receiver that hands the event in again must copy it. */
export const hopsHeaderOf = ({ hops }: { readonly hops: number }): string => String(hops + 1);
