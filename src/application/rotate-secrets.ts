import type { SubscriptionId } from '../domain/ids.ts';
import { signingSecretLimits } from '../domain/limits.ts';
import { type SignatureVersion, secretFrom } from '../domain/signature.ts';
import { rotated, type Subscription } from '../domain/subscription.ts';
import { replaceSubscription, type SubscriptionOf } from './change-subscription.ts';
import { reserveOnce } from './idempotency.ts';
import type { Needs } from './needs.ts';
import { newSigningSecret } from './new-signing-secret.ts';
import { ownSubscription } from './reach.ts';

type RotateNeeds = Pick<
  Needs,
  'store' | 'subscriptions' | 'derivedKeys' | 'idempotencyKeys' | 'clock' | 'randomness' | 'pause'
>;

export interface RotateRequest {
  readonly which: SubscriptionOf;
  readonly graceSeconds: number;
  /** A `whsec_…` secret that the receiver has already; undefined: generate one. */
  readonly signingSecret: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** The request body as received, for the `Idempotency-Key`. */
  readonly body: Uint8Array;
}

export type RotateResult =
  | { readonly outcome: 'rotated'; readonly subscription: Subscription }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'too-many' }
  | { readonly outcome: 'idempotency-conflict' };

/**
 * Gives a subscription new secrets, one for each of its signature versions. The old secrets sign for a grace period.
 */
export async function rotateSecrets(needs: RotateNeeds, request: RotateRequest): Promise<RotateResult> {
  const { which, graceSeconds, idempotencyKey } = request;
  const stored = await ownSubscription(needs, which.reach, which.id);
  if (stored === undefined) return { outcome: 'not-found' };
  const reservation = await reserveOnce(needs, {
    tenantId: stored.tenantId,
    operation: `rotate secret of ${stored.id}`,
    key: idempotencyKey,
    request: [request.body],
    value: needs.randomness.ulid(needs.clock.nowMs()),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };

  const secrets = secretsOf(needs, stored, request, reservation.value);
  if (secrets.some((secret) => isCurrent(stored, secret)))
    return { outcome: 'rotated', subscription: stored };
  // A repeat of an earlier rotation, which a later rotation has replaced.
  if (secrets.some((secret) => isKnown(stored, secret))) return { outcome: 'idempotency-conflict' };

  let isTooMany = false;
  const result = await replaceSubscription(needs, which, (before) => {
    const after = rotated(before, secrets, graceSeconds, needs.clock.nowMs());
    const inGrace = after.signingSecrets.length - secrets.length;
    isTooMany = inGrace > signingSecretLimits.inGraceMost * secrets.length;
    return isTooMany ? before : after;
  });
  if (isTooMany) return { outcome: 'too-many' };
  if (result.outcome === 'changed') return { outcome: 'rotated', subscription: result.subscription };
  return { outcome: result.outcome === 'limit-reached' ? 'conflict' : result.outcome };
}

/**
 * With an `Idempotency-Key`, the secrets are derived from a secret of the service and the reservation, so that a repeat
 * gets the same ones.
 */
function secretsOf(
  { derivedKeys, randomness }: Pick<Needs, 'derivedKeys' | 'randomness'>,
  { id, signatureVersions }: Subscription,
  { signingSecret, idempotencyKey }: RotateRequest,
  reservation: string,
): readonly string[] {
  const versions = new Set<SignatureVersion>(['v1', ...signatureVersions]);
  return [...versions].map((version) => {
    if (version === 'v1' && signingSecret !== undefined) return signingSecret;
    return idempotencyKey === undefined
      ? newSigningSecret(randomness, version)
      : secretFrom(version, derivedKeys.keyFor(purposeOf(id, version, reservation)));
  });
}

const purposeOf = (id: SubscriptionId, version: SignatureVersion, reservation: string): string =>
  `${version} secret ${reservation} of ${id}`;

const isKnown = ({ signingSecrets }: Subscription, secret: string): boolean =>
  signingSecrets.some((known) => known.secret === secret);

const isCurrent = ({ signingSecrets }: Subscription, secret: string): boolean =>
  signingSecrets.some((known) => known.secret === secret && known.expiresAtMs === null);
