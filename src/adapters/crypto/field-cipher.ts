import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM over single fields: signing secrets, ingest secrets, header values. The context (whose field it is) is
 * authenticated with it, so a ciphertext that is copied to another subscription or field does not decrypt there.
 * NIST SP 800-38D: 96-bit random nonces are safe for 2^32 encryptions under one key, far more than subscriptions change.
 */
export class FieldCipher {
  readonly #key: Buffer;

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    this.#key = key;
  }

  encrypt(text: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${sealed.toString('base64url')}`;
  }

  /** @throws when the text was made with another key or for another context */
  decrypt(sealedText: string, context: string): string {
    const sealed = Buffer.from(sealedText.slice(VERSION.length + 1), 'base64url');
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const text = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
  }
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
