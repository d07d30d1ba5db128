import * as z from 'zod';
import { receiverAuthLimits, subscriptionLimits } from '../../domain/limits.ts';
import { type ReceiverAuth, secretIn, withSecret } from '../../domain/receiver-auth.ts';
import {
  discriminatorOf,
  kind,
  NOTHING_STORED,
  NULL_ALLOWED,
  REDACTED,
  refusedBy,
  targetPattern,
  text,
} from '../core/fields.ts';
import { receiverAuthType } from '../core/named-values.ts';

/** How attempts authenticate to a receiver. Its secret is never shown: answers have a mark in its place. */

const MOST = receiverAuthLimits.characters;
/** No control characters of ASCII (CTL of RFC 5234, appendix B.1). */
const WITHOUT_CONTROLS = '^[^\\x00-\\x1f\\x7f]*$';
const isWithoutControls = new RegExp(WITHOUT_CONTROLS, 'u');

const inHeader = z
  .string()
  .regex(new RegExp(`^[\\x21-\\x7e]{1,${MOST}}$`), `must be 1–${MOST} visible ASCII characters`)
  // Expressions in Go repeat 1,000 times at most.
  .meta({ pattern: '^[\\x21-\\x7e]+$', minLength: 1, maxLength: MOST });

/**
 * RFC 7617, section 2, and RFC 6749, appendix A. Rejects, for example, the line break at the end of a copied secret.
 */
const refuseControls = refusedBy((value: string) =>
  isWithoutControls.test(value) ? undefined : 'must not contain control characters, such as line breaks',
);

const bearer = z
  .strictObject({
    type: kind('bearer'),
    token: inHeader.meta({ description: 'Sent as `Authorization: Bearer <token>`.' }),
  })
  .meta({ id: 'ReceiverBearerAuth', description: 'A token (RFC 6750).' });

const basic = z
  .strictObject({
    type: kind('basic'),
    username: text(1, MOST)
      .superRefine(refusedBy((name) => (name.includes(':') ? 'must not contain a colon' : undefined)))
      .superRefine(refuseControls)
      .meta({ pattern: '^[^:\\x00-\\x1f\\x7f]+$' }),
    password: text(0, MOST).superRefine(refuseControls).meta({ pattern: WITHOUT_CONTROLS }),
  })
  .meta({ id: 'ReceiverBasicAuth', description: 'User name and password (RFC 7617).' });

const clientCredentials = z
  .strictObject({
    type: kind('oauth2'),
    token_url: text(1, subscriptionLimits.targetUrlCharacters)
      .superRefine(refusedBy((url) => (URL.canParse(url) ? undefined : 'is not an absolute URL')))
      .meta({ format: 'iri', pattern: targetPattern, description: 'The token endpoint.' }),
    client_id: text(1, MOST).superRefine(refuseControls).meta({ pattern: WITHOUT_CONTROLS }),
    client_secret: text(1, MOST).superRefine(refuseControls).meta({ pattern: WITHOUT_CONTROLS }),
    scope: text(1, MOST).nullish(),
    audience: text(1, MOST).nullish().meta({ description: 'The audience, which some servers require.' }),
  })
  .meta({
    id: 'ReceiverOAuth2',
    description:
      'Client credentials (RFC 6749, section 4.4): Posthorn requests a token and uses it until it expires.',
  });

/** May have a mark in place of a stored secret. */
export const receiverAuth = z
  .discriminatedUnion('type', [bearer, basic, clientCredentials], {
    error: ({ code }) => (code === 'invalid_union' ? 'must be one of bearer, basic, oauth2' : undefined),
  })
  .meta({
    id: 'ReceiverAuth',
    description: 'How attempts authenticate to a receiver.',
    ...NULL_ALLOWED,
    discriminator: discriminatorOf('type', {
      bearer: 'ReceiverBearerAuth',
      basic: 'ReceiverBasicAuth',
      oauth2: 'ReceiverOAuth2',
    }),
  });

/** The authentication of a new subscription: no secret is stored yet that a mark could stand for. */
export const newReceiverAuth = receiverAuth.superRefine((auth, context) => {
  const known = withStoredSecret(receiverAuthOf(auth), null);
  if ('auth' in known) return;
  context.addIssue({ code: 'custom', path: [known.unknown], message: NOTHING_STORED });
});

type WireReceiverAuth = z.infer<typeof receiverAuth>;

const changed = <Schema extends z.ZodType>(schema: Schema) => schema.nullish();

/** Part of the setting: checked in full after it is merged into the stored one. */
export const receiverAuthPatch = z
  .strictObject({
    type: changed(receiverAuthType),
    token: changed(bearer.shape.token),
    username: changed(basic.shape.username),
    password: changed(basic.shape.password),
    token_url: changed(clientCredentials.shape.token_url),
    client_id: changed(clientCredentials.shape.client_id),
    client_secret: changed(clientCredentials.shape.client_secret),
    scope: changed(text(1, MOST)),
    audience: changed(text(1, MOST)),
  })
  .meta({
    id: 'ReceiverAuthPatch',
    description: 'Changes of `auth`. Another `type` replaces the stored setting.',
  });

export function receiverAuthOf(auth: WireReceiverAuth): ReceiverAuth {
  if (auth.type !== 'oauth2') return auth;
  return {
    type: 'oauth2',
    tokenUrl: auth.token_url,
    clientId: auth.client_id,
    clientSecret: auth.client_secret,
    scope: auth.scope ?? null,
    audience: auth.audience ?? null,
  };
}

/** The authentication as answers show it. */
export function redactedAuth(auth: ReceiverAuth): WireReceiverAuth {
  const hidden = withSecret(auth, () => REDACTED);
  if (hidden.type !== 'oauth2') return hidden;
  return {
    type: 'oauth2',
    token_url: hidden.tokenUrl,
    client_id: hidden.clientId,
    client_secret: hidden.clientSecret,
    scope: hidden.scope,
    audience: hidden.audience,
  };
}

/** The names of the fields that hold secrets. */
const secretFields = { bearer: 'token', basic: 'password', oauth2: 'client_secret' } as const;

/** The setting with the stored secret in place of a mark, or the field whose mark has no stored secret. */
export function withStoredSecret(
  auth: ReceiverAuth,
  stored: ReceiverAuth | null,
): { readonly auth: ReceiverAuth } | { readonly unknown: string } {
  if (secretIn(auth) !== REDACTED) return { auth };
  if (stored?.type !== auth.type) return { unknown: secretFields[auth.type] };
  return { auth: withSecret(auth, () => secretIn(stored)) };
}
