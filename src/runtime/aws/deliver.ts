import { setTimeout as pause } from 'node:timers/promises';
import { CachedSubscriptions } from '../../adapters/cache/cached-subscriptions.ts';
import { OAuth2AccessTokens } from '../../adapters/http/oauth2-access-tokens.ts';
import { HttpWebhookSender } from '../../adapters/http/webhook-sender.ts';
import { SqsDeliveryQueue } from '../../adapters/sqs/delivery-queue.ts';
import { openFoundation } from './foundation.ts';
import { openRecords } from './records.ts';
import { openTargets } from './targets.ts';

/** Without the shared cache: this function runs where it can reach receivers, apart from private networks. */
export async function openDeliverRuntime(env: NodeJS.ProcessEnv) {
  const foundation = openFoundation(env);
  const { environment, clients, log } = foundation;
  const records = await openRecords(foundation);
  const sender = new HttpWebhookSender(openTargets(environment));
  const queue = new SqsDeliveryQueue(clients.sqs, records.clock, log, {
    queueUrl: environment.queueUrl,
    consumersMost: environment.deliverMaxConcurrency,
  });
  return {
    ...records,
    subscriptions: new CachedSubscriptions(records.store, log),
    queue,
    sender,
    accessTokens: new OAuth2AccessTokens(sender, records.clock),
    pause,
    version: environment.version,
  };
}
