import type { TenantId } from '../domain/ids.ts';
import {
  decodePortalToken,
  encodePortalToken,
  type PortalAccess,
  type PortalToken,
} from '../domain/portal-token.ts';
import type { Clock } from '../ports/clock.ts';
import type { DerivedKeys } from '../ports/derived-keys.ts';
import type { Randomness } from '../ports/randomness.ts';

export interface IssueNeeds {
  readonly derivedKeys: DerivedKeys;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

const PURPOSE = 'portal tokens';

export function issuePortalToken(
  { derivedKeys, clock, randomness }: IssueNeeds,
  about: {
    readonly tenantId: TenantId;
    readonly receiverId: string;
    readonly access: PortalAccess;
    readonly seconds: number;
  },
): { readonly token: PortalToken; readonly text: string } {
  const { tenantId, receiverId, access, seconds } = about;
  const nowMs = clock.nowMs();
  const id = `ptk_${randomness.ulid(nowMs)}`;
  const token = { id, tenantId, receiverId, access, expiresAtMs: nowMs + seconds * 1_000 };
  return { token, text: encodePortalToken(token, derivedKeys.keyFor(PURPOSE)) };
}

/** What a token stands for; undefined for what none of ours is, or was until a while ago. */
export function readPortalToken(
  { derivedKeys, clock }: Pick<IssueNeeds, 'derivedKeys' | 'clock'>,
  text: string,
): PortalToken | undefined {
  const token = decodePortalToken(text, derivedKeys.keyFor(PURPOSE));
  return token !== undefined && token.expiresAtMs > clock.nowMs() ? token : undefined;
}
