import { hkdfSync } from 'node:crypto';
import type { DerivedKeys } from '../../ports/platform.ts';

const KEY_BYTES = 32;

/** HKDF-SHA256 (RFC 5869) of the key that encrypts fields, with the purpose as the context. */
export class HkdfDerivedKeys implements DerivedKeys {
  readonly #key: Uint8Array;

  /** @param key 32 random bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  keyFor(purpose: string): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', this.#key, '', `posthorn ${purpose}`, KEY_BYTES));
  }
}
