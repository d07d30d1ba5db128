import * as z from 'zod';
import { jsonWebKeyOf, publicKeyOf, versionOf } from '../../domain/signature.ts';
import { currentSecret, type SigningSecret, type Subscription } from '../../domain/subscription.ts';
import { time, timeOf, timeOrNull } from '../core/fields.ts';

/** What a subscription signs with, for those who may see it, and its public half for everybody. */

const previousSecretShape = z
  .object({
    signing_secret: z.string().nullable(),
    public_key: z.string().nullable(),
    expires_at: time,
  })
  .meta({ id: 'PreviousSecret', description: 'A secret that was replaced and still signs: one of the two.' });

const secretFields = {
  signing_secret: z.string().meta({ description: 'What verifies the signatures `v1`: `whsec_…`.' }),
  public_key: z
    .string()
    .nullable()
    .meta({ description: 'What verifies the signatures `v1a`: `whpk_…`; `null` where they are not wanted.' }),
  previous: z
    .array(previousSecretShape)
    .meta({ description: 'What was replaced and still signs, until its grace period ends.' }),
};

export const subscriptionSecretShape = z
  .object(secretFields)
  .meta({ id: 'SubscriptionSecret', description: 'What a subscription signs with.' });

export const rotatedSecretShape = z
  .object({
    ...secretFields,
    in_force_at: time.meta({
      description: 'From then on every attempt is signed with it, wherever it is made.',
    }),
  })
  .meta({ id: 'RotatedSecret', description: 'What a subscription signs with from now on.' });

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
