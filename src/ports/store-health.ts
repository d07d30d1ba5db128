/** What can be wrong with the store: the cause in a word, for logs and for the answer of `/healthz`. */
export type StoreFault = 'full' | 'damaged' | 'missing' | 'read_only' | 'busy' | 'failing';

/** A sentence for callers and operators. It names no path: `/healthz` answers without an API key. */
export const storeFaultDetails: Readonly<Record<StoreFault, string>> = {
  full: 'The disk of the store is full.',
  damaged: 'The database of the store is damaged.',
  missing: 'The files of the store were deleted, moved or replaced.',
  read_only: 'The store is read-only.',
  busy: 'Another program has locked the database of the store.',
  failing: 'The store cannot be reached, or cannot be read or written.',
};

/** A fault of the store, not of the request or of a receiver. Nothing was written; the same call may succeed later. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
  readonly fault: StoreFault;

  constructor(fault: StoreFault, { message = storeFaultDetails[fault], cause }: StoreErrorDetails = {}) {
    super(message, { cause });
    this.fault = fault;
  }
}

interface StoreErrorDetails {
  /** For the log only. */
  readonly message?: string;
  readonly cause?: unknown;
}

export interface StoreHealth {
  /** What is wrong with the store now; undefined if nothing is known to be wrong. Never rejects. */
  faultNow(): Promise<StoreFault | undefined>;
}
