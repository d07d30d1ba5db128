import { verifyWebhook, WebhookVerificationError } from '../webhooks.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './failures.ts';
import type { Flags } from './flags.ts';

/** Keys that verify webhooks: signing secrets `whsec_…` and public keys `whpk_…`. */

export const keyFlags: Flags = {
  secret: { value: 'whsec_…', isMany: true, help: 'the signing secret to verify with' },
  'public-key': { value: 'whpk_…', isMany: true, help: 'the public key to verify with' },
};

export interface WebhookKey {
  readonly key: string;
  /** The flag or the variable that holds the key. */
  readonly from: string;
}

/**
 * The keys of the flags, and of `POSTHORN_WEBHOOK_KEY`, separated by commas. @throws UsageError for a value that is no
 * key
 */
export async function givenKeys({ args, surroundings }: CommandContext): Promise<readonly WebhookKey[]> {
  const variable = surroundings.env['POSTHORN_WEBHOOK_KEY'] || undefined;
  const keys = [
    ...args.texts('secret').map((key) => ({ key, from: '--secret', prefix: 'whsec_' })),
    ...args.texts('public-key').map((key) => ({ key, from: '--public-key', prefix: 'whpk_' })),
    ...(variable?.split(',') ?? []).map((key) => ({ key, from: 'POSTHORN_WEBHOOK_KEY', prefix: 'wh' })),
  ];
  for (const { key, from, prefix } of keys) {
    if (key.startsWith(prefix) && (await isKey(key))) continue;
    throw new UsageError(`${from} must be a signing secret whsec_<base64> or a public key whpk_<base64>`);
  }
  return keys.map(({ key, from }) => ({ key, from }));
}

async function isKey(key: string): Promise<boolean> {
  try {
    await verifyWebhook(key, {}, '');
    return true;
  } catch (error) {
    // The webhook failed verification, but the key has a valid form.
    return error instanceof WebhookVerificationError;
  }
}
