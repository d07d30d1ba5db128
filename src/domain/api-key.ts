import { createHash } from 'node:crypto';
import type { ApiKeyId, TenantId } from './ids.ts';
import { apiKeyLimits } from './limits.ts';

/** What a key may do: hand events in, read, change, and (all of it, for operators) administer. */
export const scopes = ['ingest', 'read', 'manage', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** An API key as it is stored: never the key itself, only its hash. */
export interface ApiKey {
  readonly id: ApiKeyId;
  readonly tenantId: TenantId;
  readonly scopes: readonly Scope[];
  readonly name: string;
  readonly createdAtMs: number;
  /** From then on it is refused; `null`: it lasts until it is deleted. */
  readonly expiresAtMs: number | null;
  /** To the hour; `null`: never. */
  readonly lastUsedAtMs: number | null;
}

/** Keys carry 256 random bits, so one plain SHA-256 is enough: there is nothing to guess that a slow hash would guard. */
export const apiKeyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

export const API_KEY_BYTES = 32;

const PREFIX = 'phk_';

/** Whether a text is written like an API key. */
export const isApiKey = (text: string): boolean => text.startsWith(PREFIX);

/** @param bytes `API_KEY_BYTES` of them, that nobody can guess */
export const apiKeyFrom = (bytes: Uint8Array): string =>
  `${PREFIX}${Buffer.from(bytes).toString('base64url')}`;

export const hasExpired = ({ expiresAtMs }: ApiKey, nowMs: number): boolean =>
  expiresAtMs !== null && expiresAtMs <= nowMs;

/** Whoever has such a key can always make others: a tenant is not to lose the last one. */
export const isLastingAdmin = ({ scopes: held, expiresAtMs }: ApiKey): boolean =>
  expiresAtMs === null && held.includes('admin');

/** Its use is noted only now and then: whether it is time again. */
export const isUseToBeNoted = ({ lastUsedAtMs }: ApiKey, nowMs: number): boolean =>
  lastUsedAtMs === null || lastUsedAtMs + apiKeyLimits.lastUsedSeconds * 1_000 <= nowMs;
