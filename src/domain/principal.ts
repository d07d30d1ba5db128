import type { Scope } from './api-key.ts';
import type { ApiKeyId, TenantId } from './ids.ts';

/** The records that a caller reaches: all of a tenant's, or only those of one of its receivers. */
export interface Reach {
  readonly tenantId: TenantId;
  /** The receiver of a portal token; undefined: all receivers of the tenant. */
  readonly receiverId?: string | undefined;
}

export const callerKinds = ['api_key', 'portal_token'] as const;
type CallerKind = (typeof callerKinds)[number];

/** The caller, from a checked API key or portal token. */
export interface Principal extends Reach {
  /** The id of the key or the token. */
  readonly id: string;
  readonly scopes: readonly Scope[];
  /** Keys and tokens that the caller creates expire no later; `null`: no limit. */
  readonly expiresAtMs: number | null;
  /** Of a portal token: what ends it before its expiry. Undefined for an API key. */
  readonly token?: { readonly madeBy: ApiKeyId; readonly version: number } | undefined;
}

export const mayAct = ({ scopes }: Principal, scope: Scope): boolean =>
  scopes.includes('admin') || scopes.includes(scope);

/** A caller and its rights. */
export interface Caller {
  readonly kind: CallerKind;
  readonly id: string;
  /** Of a portal token: the name of its receiver. */
  readonly name: string;
  readonly tenantId: TenantId;
  /** All of them, also those that `admin` includes. */
  readonly scopes: readonly Scope[];
  readonly receiverId: string | null;
  readonly receiverName: string | null;
  readonly expiresAtMs: number | null;
}
