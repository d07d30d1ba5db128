import type { Scope } from './api-key.ts';
import type { TenantId } from './ids.ts';

/** Whose records a caller reaches: all of a tenant's, or only what is of one of its receivers. */
export interface Reach {
  readonly tenantId: TenantId;
  /** A portal token's receiver; undefined: all of the tenant's. */
  readonly receiverId?: string | undefined;
}

/** Who is calling: what a checked API key or portal token stands for. */
export interface Principal extends Reach {
  /** The id of the key, or of the token. */
  readonly id: string;
  readonly scopes: readonly Scope[];
  /** What it makes expires no later; `null`: it does not expire. */
  readonly expiresAtMs: number | null;
}

export const mayAct = ({ scopes }: Principal, scope: Scope): boolean =>
  scopes.includes('admin') || scopes.includes(scope);
