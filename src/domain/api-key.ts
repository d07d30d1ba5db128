import { createHash } from 'node:crypto';
import type { ApiKeyId, TenantId } from './ids.ts';

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
}

/** Who is calling: what a checked key stands for. */
export type Principal = Pick<ApiKey, 'id' | 'tenantId' | 'scopes'>;

/** Keys carry 256 random bits, so one plain SHA-256 is enough: there is nothing to guess that a slow hash would guard. */
export const apiKeyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

export const apiKeyFrom = (bytes: Uint8Array): string => `phk_${Buffer.from(bytes).toString('base64url')}`;

export const mayAct = (principal: Principal, scope: Scope): boolean =>
  principal.scopes.includes('admin') || principal.scopes.includes(scope);
