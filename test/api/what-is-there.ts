import { randomUUID } from 'node:crypto';
import { exampleApiKey } from '../../src/http/access/examples.ts';
import { createdApiKeyShape } from '../../src/http/access/output.ts';
import { exampleDelivery } from '../../src/http/deliveries/examples.ts';
import { exampleEventType } from '../../src/http/event-types/examples.ts';
import { exampleEvent } from '../../src/http/events/examples.ts';
import type { OpenApiDocument } from '../../src/http/openapi/document.ts';
import { exampleReceiver } from '../../src/http/receivers/examples.ts';
import { exampleRecovery } from '../../src/http/recoveries/examples.ts';
import { recoveryShape } from '../../src/http/recoveries/output.ts';
import { EXAMPLE_CODE } from '../../src/http/sign-ins/input.ts';
import { signInCodeShape } from '../../src/http/sign-ins/output.ts';
import { exampleSubscription } from '../../src/http/subscriptions/examples.ts';
import type { EmbeddedService } from '../support/embedded-service.ts';

/**
 * The document, with ids of existing resources in place of those in its examples: requests are
 * made with, where no link leads to one. A kind of thing that is new in the examples gets a line in
 * `standIns`.
 *
 * Each operation has resources of its own, so that a disabled, cancelled or deleted one does not affect another operation.
 * @param target a receiver that fails
 * @param isWalked whether requests follow links: then all subscriptions are alike, since any of them may be drawn
 */
export async function documentWithWhatIsThere(
  document: OpenApiDocument,
  service: EmbeddedService,
  target: string,
  { isWalked }: { readonly isWalked: boolean },
): Promise<object> {
  const shared = await sharedStandIns(service, target);
  const paths = Object.entries(document.paths).map(async ([path, methods]) => {
    const operations = Object.entries(methods).map(async ([method, operation]) => {
      const own = isWalked
        ? await standIns(service, target, isOfEnded(path))
        : await standInsFor(service, target, method, path);
      return [method, replaced(operation, [...own, ...shared])];
    });
    return [path, Object.fromEntries(await Promise.all(operations))];
  });
  return { ...document, paths: Object.fromEntries(await Promise.all(paths)) };
}

type StandIns = readonly (readonly [example: string, standIn: string])[];

const isOfEnded = (path: string) => path.endsWith('/replay') || path.endsWith('/payload');

/** What one request of an operation is made with. */
export async function standInsFor(
  service: EmbeddedService,
  target: string,
  method: string,
  path: string,
): Promise<StandIns> {
  const asksForHub = method.toLowerCase() === 'get' && path.startsWith('/ingest/');
  return asksForHub ? metaSource(service, target) : standIns(service, target, isOfEnded(path));
}

/** @param isEnded whether the delivery has ended, so that it can be replayed, or its payload deleted; else it can be cancelled. */
async function standIns(
  { api, deliveryWhen }: EmbeddedService,
  target: string,
  isEnded: boolean,
): Promise<StandIns> {
  // An open delivery can be retried many times before it is exhausted.
  const retryPolicy = { schedule: isEnded ? [] : Array<number>(50).fill(600) };
  const subscription = await api.createSubscription({ target_url: target, retry_policy: retryPolicy });
  const { task_id: taskId, event_id: eventId } = await api.ingest(subscription.id);
  await deliveryWhen(isEnded ? 'exhausted' : 'retrying', taskId);
  const eventType = `made.${randomUUID()}`;
  await api.sendJson('POST', '/event-types', { name: eventType });
  const receiverId = `made.${randomUUID()}`;
  await api.sendJson('POST', '/receivers', { id: receiverId, name: 'Example Ltd.' });
  return [
    // The longest first: the id of a delivery has those of the others in it.
    [exampleDelivery.id, taskId],
    [exampleEvent.id, eventId],
    [exampleSubscription.id, subscription.id],
    [exampleSubscription.tenantId, subscription.tenant_id],
    [exampleEventType.name, eventType],
    [exampleReceiver.id, receiverId],
  ];
}

/** A subscription of which Meta may ask whether it is there. */
async function metaSource({ api }: EmbeddedService, target: string): Promise<StandIns> {
  const source = { type: 'meta' as const, verify_token: 'meatyhamhock' };
  const subscription = await api.createSubscription({
    target_url: target,
    source,
    ingest_secret: 'the app secret of Meta',
  });
  return [[exampleSubscription.id, subscription.id]];
}

/** Resources that only one operation changes. */
export async function sharedStandIns({ api }: EmbeddedService, target: string): Promise<StandIns> {
  const newKey = { name: 'to revoke', scopes: ['read'] };
  const made = await api.sendJson('POST', '/api-keys', newKey);
  const { id } = await api.createSubscription({ target_url: target });
  const since = { since: '2026-01-01T00:00:00Z' };
  const recovery = await api.sendJson('POST', `/subscriptions/${id}/recover`, since);
  const code = signInCodeShape.parse((await api.send('POST', '/sign-ins/codes')).json());
  return [
    [EXAMPLE_CODE, code.code],
    [exampleApiKey.id, createdApiKeyShape.parse(made.json()).id],
    [exampleRecovery.id, recoveryShape.parse(recovery.json()).id],
  ];
}

const replaced = (value: object, all: StandIns): object =>
  JSON.parse(
    all.reduce((text, [example, standIn]) => text.replaceAll(example, standIn), JSON.stringify(value)),
  );
