import type { LookupAddress } from 'node:dns';
import { onTestFinished } from 'vitest';
import { GuardedResolver, type ResolveName } from '../../src/adapters/http/guarded-resolver.ts';
import { HttpWebhookSender } from '../../src/adapters/http/webhook-sender.ts';
import { targetRules } from '../../src/domain/target-address.ts';
import type { WebhookRequest } from '../../src/ports/receivers.ts';

interface SenderSettings {
  /** One address stands for the public network unless a test says otherwise. */
  readonly allowedCidrs?: readonly string[];
  readonly allowHttp?: boolean;
  readonly resolveName?: ResolveName;
  readonly ca?: string;
}

/** A sender that is closed when the test ends. */
export function senderWith(
  settings: SenderSettings = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): HttpWebhookSender {
  const { allowedCidrs = ['127.0.0.1/32'], allowHttp = true, resolveName = unknownName, ca } = settings;
  const rules = targetRules({ allowHttp, allowedCidrs });
  const resolver = new GuardedResolver(rules, resolveName);
  const sender = new HttpWebhookSender({ rules, resolver, ...(ca !== undefined && { ca }) });
  atEnd(() => sender.close());
  return sender;
}

/** A small request with time enough to end by itself. */
export const requestTo = (url: string, changes: Partial<WebhookRequest> = {}): WebhookRequest => ({
  url,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{}'),
  timeoutMs: 20_000,
  ...changes,
});

export const ipv4 = (...addresses: string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: 4 }));

export const unknownName: ResolveName = () =>
  Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
