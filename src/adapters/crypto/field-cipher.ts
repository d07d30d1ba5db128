import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/**
 * AES-256-GCM over single fields: signing secrets, ingest secrets, header values. The context (the owner of the field,
 * for example `<tenant> <subscription> ingest secret`) is authenticated too, so a ciphertext copied to another
 * subscription or field does not decrypt there. NIST SP 800-38D: 96-bit random nonces are safe for 2^32 encryptions
 * under one key, far more than subscriptions change.
 *
 * A ciphertext of version `v2` belongs to a record with a seal, a MAC of the whole record. The version is authenticated
 * too, so that a record cannot pass for one from before seals existed.
 */
export class FieldCipher {
  readonly #key: Buffer;
  readonly #sealKey: Buffer;

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    this.#key = key;
    this.#sealKey = Buffer.from(hkdfSync('sha256', key, '', 'posthorn seal of a record', SEAL_KEY_BYTES));
  }

  encrypt(text: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(`${SEALED} ${context}`));
    const encrypted = Buffer.concat([
      nonce,
      cipher.update(text, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return `${SEALED}.${encrypted.toString('base64url')}`;
  }

  /** @throws if the text was encrypted with another key or for another context */
  decrypt(encryptedText: string, context: string): string {
    const version = encryptedText.slice(0, encryptedText.indexOf('.'));
    if (version !== SEALED && version !== UNSEALED) throw new Error('a ciphertext of an unknown version');
    const encrypted = Buffer.from(encryptedText.slice(version.length + 1), 'base64url');
    const nonce = encrypted.subarray(0, NONCE_BYTES);
    const text = encrypted.subarray(NONCE_BYTES, -TAG_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(version === SEALED ? `${SEALED} ${context}` : context))
      .setAuthTag(encrypted.subarray(-TAG_BYTES));
    return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
  }

  /** Whether the record of this ciphertext must have a seal. */
  static needsSeal(encryptedText: string): boolean {
    return !encryptedText.startsWith(`${UNSEALED}.`);
  }

  /** HMAC-SHA-256 (RFC 2104) of a record, as base64url. */
  sealOf(record: string): string {
    return createHmac('sha256', this.#sealKey).update(record).digest('base64url');
  }

  isSealOf(seal: unknown, record: string): boolean {
    if (typeof seal !== 'string') return false;
    const [given, expected] = [Buffer.from(seal), Buffer.from(this.sealOf(record))];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

const ALGORITHM = 'aes-256-gcm';
/** Versions of ciphertexts: before and since seals. */
const UNSEALED = 'v1';
const SEALED = 'v2';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEAL_KEY_BYTES = 32;
