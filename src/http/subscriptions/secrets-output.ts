import * as z from 'zod';
import { jsonWebKeyOf, publicKeyOf, versionOf } from '../../domain/signature.ts';
import { currentSecret, type SigningSecret, type Subscription } from '../../domain/subscription.ts';
import { time, timeOf, timeOrNull } from '../core/fields.ts';

/** The secrets that a subscription signs with, for authorized callers, and the public keys for all callers. */

const previousSecretShape = z
  .object({
    signing_secret: z.string().nullable(),
    public_key: z.string().nullable(),
    expires_at: time,
  })
  .meta({
    id: 'PreviousSecret',
    description: 'An old secret that still signs: exactly one of the two fields is set.',
  });

const secretFields = {
  signing_secret: z.string().meta({ description: 'The secret that verifies `v1` signatures: `whsec_…`.' }),
  public_key: z
    .string()
    .nullable()
    .meta({ description: 'The key that verifies `v1a` signatures: `whpk_…`; `null` without `v1a`.' }),
  previous: z
    .array(previousSecretShape)
    .meta({ description: 'Old secrets that still sign until their grace periods end.' }),
};

export const subscriptionSecretShape = z
  .object(secretFields)
  .meta({ id: 'SubscriptionSecret', description: 'The secrets of a subscription.' });

export const rotatedSecretShape = z
  .object({
    ...secretFields,
    in_force_at: time.meta({
      description: 'From this time on every process signs attempts with the new secret.',
    }),
  })
  .meta({ id: 'RotatedSecret', description: 'The new secrets of a subscription.' });

const jsonWebKeyShape = z
  .record(z.string(), z.string())
  .meta({ id: 'JsonWebKey', description: 'A public key: `kty`, `crv`, `x`, `kid`, `use`, `alg`.' });

export const jsonWebKeySetShape = z
  .object({ keys: z.array(jsonWebKeyShape) })
  .meta({ id: 'JsonWebKeySet', description: 'Public keys (RFC 7517, RFC 8037).' });

export function subscriptionSecret(
  subscription: Subscription,
  nowMs: number,
): z.infer<typeof subscriptionSecretShape> {
  const { signingSecrets, signatureVersions } = subscription;
  const privateKey = signatureVersions.includes('v1a') ? currentSecret(subscription, 'v1a') : undefined;
  return {
    signing_secret: currentSecret(subscription, 'v1') ?? '',
    public_key: privateKey === undefined ? null : publicKeyOf(privateKey),
    previous: signingSecrets.flatMap((secret) => previousSecret(secret, nowMs)),
  };
}

function previousSecret({ secret, expiresAtMs }: SigningSecret, nowMs: number) {
  if (expiresAtMs === null || expiresAtMs <= nowMs) return [];
  const isPrivateKey = versionOf(secret) === 'v1a';
  return [
    {
      signing_secret: isPrivateKey ? null : secret,
      public_key: isPrivateKey ? publicKeyOf(secret) : null,
      expires_at: timeOf(expiresAtMs),
    },
  ];
}

export const rotatedSecret = (
  subscription: Subscription,
  nowMs: number,
  inForceAtMs: number,
): z.infer<typeof rotatedSecretShape> => ({
  ...subscriptionSecret(subscription, nowMs),
  in_force_at: timeOrNull(inForceAtMs) ?? '',
});

/** All keys that sign now, or did until a moment ago. */
export const jsonWebKeySet = (subscription: Subscription): z.infer<typeof jsonWebKeySetShape> => ({
  keys: subscription.signatureVersions.includes('v1a')
    ? subscription.signingSecrets
        .map(({ secret }) => secret)
        .filter((secret) => versionOf(secret) === 'v1a')
        .map((secret) => ({ ...jsonWebKeyOf(secret) }))
    : [],
});
