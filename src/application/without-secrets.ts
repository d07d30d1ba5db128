import type { SendResult } from '../domain/response-classification.ts';
import { credentialsIn, formsOf, type SecretForms, secretsOf, struck } from '../domain/struck-secrets.ts';
import type { Subscription } from '../domain/subscription.ts';

/** Made once for each subscription object: most attempts get the same object from the cache. */
const known = new WeakMap<Subscription, SecretForms>();

/**
 * The result of an attempt without the secrets that it was made with.
 * @param authorization the header that was sent: its token can be of OAuth 2.0
 */
export function withoutSecrets(
  result: SendResult,
  subscription: Subscription,
  authorization: string | undefined,
): SendResult {
  if (result.kind !== 'response') {
    return { ...result, error: struckFrom(result.error, subscription, authorization) };
  }
  if (result.excerpt.length === 0) return result;
  const text = Buffer.from(result.excerpt).toString('utf8');
  const clean = struckFrom(text, subscription, authorization);
  return clean === text ? result : { ...result, excerpt: Buffer.from(clean) };
}

function struckFrom(text: string, subscription: Subscription, authorization: string | undefined): string {
  let forms = known.get(subscription);
  if (forms === undefined) {
    forms = formsOf(secretsOf(subscription));
    known.set(subscription, forms);
  }
  const hasToken = authorization !== undefined && subscription.auth?.type === 'oauth2';
  return struck(text, hasToken ? [...formsOf(credentialsIn(authorization)), ...forms] : forms);
}
