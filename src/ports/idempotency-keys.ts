import type { TenantId } from '../domain/ids.ts';

export interface IdempotentCall {
  readonly tenantId: TenantId;
  /** The operation and what it is about: the same key may be used for each. */
  readonly operation: string;
  readonly key: string;
  /** SHA-256 of all that the call depends on. */
  readonly requestHash: string;
  /** What a first call would work with: repeats are given the first one's. */
  readonly value: string;
  readonly nowMs: number;
}

export type Reservation =
  | { readonly outcome: 'first' | 'repeat'; readonly value: string }
  | { readonly outcome: 'conflict' };

/** Remembers `Idempotency-Key`s for 24 hours. */
export interface IdempotencyKeys {
  /** Reserves a key before the work: a repeat does the same work over with the first one's value. */
  reserve(call: IdempotentCall): Promise<Reservation>;
  /** The value that a key was reserved with, if it was. */
  recall(tenantId: TenantId, operation: string, key: string): Promise<string | undefined>;
}
