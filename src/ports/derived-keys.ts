/** Keys for purposes of their own, made of the one that secrets are encrypted with: the same ones in every process. */
export interface DerivedKeys {
  /** 32 bytes; for each purpose others, and from none can the others be told. */
  keyFor(purpose: string): Uint8Array;
}
