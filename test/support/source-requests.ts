import { webcrypto } from 'node:crypto';
import { sign } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import type { BodySignature, Headers, HmacSource, Source } from '../../src/domain/sources/source.ts';
import { verifySource } from '../../src/domain/sources/verify-source.ts';

/** Requests as providers send them: signed by their own libraries or, of those that have none, by Web Crypto. */

export const NOW_SECONDS = 1_800_000_000;
export const NOW_MS = 1_000 * NOW_SECONDS;

export const secrets = {
  github: "It's a Secret to Everybody",
  stripe: 'whsec_0123456789abcdef0123456789abcdef',
  standard_webhooks: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  svix: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  shopify: 'hush-hush-hush-hush',
  gitlab: 'glpat-hush-hush-hush',
  slack: '8f742231b10e8888abcd99yyyzzz85a5',
  zoom: 'zoom-hush-hush-hush-hush',
  paddle: 'pdl_ntfset_hush-hush-hush',
  linear: 'lin_wh_hush-hush-hush-hush',
  square: 'square-hush-hush-hush',
  meta: 'meta-hush-hush-hush-hush',
  hmac: 'hush-hush-hush-hush',
  token: 'token-hush-hush-hush',
  basic: 'basic-hush-hush-hush',
} as const satisfies Record<Source['type'], string>;

export const hmacSource = (signature: Partial<HmacSource> = {}): HmacSource => ({
  type: 'hmac',
  header: 'X-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: '',
  ...signature,
});

/** With the secret above, unless there is another one. */
export const verify = (
  source: Source,
  body: Uint8Array | string,
  headers: Headers,
  { nowMs = NOW_MS, secret = secrets[source.type] as string, subscriptionId = 'sub_1' } = {},
) => verifySource(source, { headers, body: Buffer.from(body), secret, nowMs, subscriptionId });

/** The body must not be empty: Octokit refuses that. */
export const gitHubHeaders = async (body: string): Promise<Headers> => ({
  'x-hub-signature-256': await sign(secrets.github, body),
});

export const stripeHeader = (
  body: string,
  timestamp = NOW_SECONDS,
  secret: string = secrets.stripe,
): string => Stripe.webhooks.generateTestHeaderString({ payload: body, timestamp, secret });

export const standardHeaders = (body: string, timestamp = NOW_SECONDS, id = 'msg_1'): Headers => ({
  'webhook-id': id,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': new Webhook(secrets.standard_webhooks).sign(id, new Date(1_000 * timestamp), body),
});

/** The signed text of Slack and Zoom: `v0:<time>:<body>`, in hex after `v0=`. */
export const v0Signature = async (secret: string, body: string, timestamp = NOW_SECONDS): Promise<string> =>
  `v0=${await webCryptoHmac(hex256, secret, Buffer.from(`v0:${timestamp}:${body}`))}`;

export const slackHeaders = async (body: string, timestamp = NOW_SECONDS): Promise<Headers> => ({
  'x-slack-request-timestamp': String(timestamp),
  'x-slack-signature': await v0Signature(secrets.slack, body, timestamp),
});

export const zoomHeaders = async (body: string, timestamp = NOW_SECONDS): Promise<Headers> => ({
  'x-zm-request-timestamp': String(timestamp),
  'x-zm-signature': await v0Signature(secrets.zoom, body, timestamp),
});

export const paddleHeaders = async (body: string, timestamp = NOW_SECONDS): Promise<Headers> => ({
  'paddle-signature': `ts=${timestamp};h1=${await webCryptoHmac(hex256, secrets.paddle, Buffer.from(`${timestamp}:${body}`))}`,
});

/** The three headers under the names of Svix. */
export const svixHeaders = (body: string, timestamp = NOW_SECONDS, id = 'msg_1'): Headers =>
  Object.fromEntries(
    Object.entries(standardHeaders(body, timestamp, id)).map(([name, value]) => [
      name.replace('webhook-', 'svix-'),
      value,
    ]),
  );

export const hex256 = { algorithm: 'sha256', encoding: 'hex' } as const;
export const base64Of256 = { algorithm: 'sha256', encoding: 'base64' } as const;

export async function webCryptoHmac(
  { algorithm, encoding }: Pick<BodySignature, 'algorithm' | 'encoding'>,
  secret: string,
  body: Uint8Array,
): Promise<string> {
  const hash = algorithm.replace('sha', 'SHA-');
  const settings = { name: 'HMAC', hash };
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(secret), settings, false, ['sign']);
  return Buffer.from(await webcrypto.subtle.sign('HMAC', key, Buffer.from(body))).toString(encoding);
}
