import { createHash } from 'node:crypto';
import type { ApiKeyId, TenantId } from './ids.ts';
import { apiKeyLimits } from './limits.ts';

/** The rights of a key: hand events in, read, change, and administer (all rights, for operators). */
export const scopes = ['ingest', 'read', 'manage', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** An API key as it is stored: only its hash, never the key itself. */
export interface ApiKey {
  readonly id: ApiKeyId;
  readonly tenantId: TenantId;
  readonly scopes: readonly Scope[];
  readonly name: string;
  readonly createdAtMs: number;
  /** From this time on the key is rejected; `null`: it is valid until it is deleted. */
  readonly expiresAtMs: number | null;
  /** To the hour; `null`: never. */
  readonly lastUsedAtMs: number | null;
}

/** One plain SHA-256 is enough: keys carry 256 random bits, so a slow hash would protect nothing more. */
export const apiKeyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

export const API_KEY_BYTES = 32;

const PREFIX = 'phk_';

/** Whether a text has the form of an API key. */
export const isApiKey = (text: string): boolean => text.startsWith(PREFIX);

/** @param bytes `API_KEY_BYTES` unpredictable bytes */
export const apiKeyFrom = (bytes: Uint8Array): string =>
  `${PREFIX}${Buffer.from(bytes).toString('base64url')}`;

export const hasExpired = ({ expiresAtMs }: ApiKey, nowMs: number): boolean =>
  expiresAtMs !== null && expiresAtMs <= nowMs;

/** Such a key can always create other keys. A tenant must not lose its last one. */
export const isLastingAdmin = ({ scopes: held, expiresAtMs }: ApiKey): boolean =>
  expiresAtMs === null && held.includes('admin');

/** Posthorn records the use of a key only now and then. Tells whether it is time again. */
export const isUseToBeNoted = ({ lastUsedAtMs }: ApiKey, nowMs: number): boolean =>
  lastUsedAtMs === null || lastUsedAtMs + apiKeyLimits.lastUsedSeconds * 1_000 <= nowMs;
