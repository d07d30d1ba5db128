/** A program that uses the package, whose types must accept it, and find the marked errors. */
export const clientConsumer = `
import { type CloudEvent, type Delivery, type SubscriptionInput, Posthorn, ProblemError } from 'posthorn';
import { verifyWebhook } from 'posthorn/webhooks';

const posthorn = new Posthorn({ url: 'http://127.0.0.1:8000', apiKey: 'phk_1' });
const input: SubscriptionInput = {
  target_url: 'https://example.com/hooks',
  source: { type: 'hmac', header: 'X-Signature' },
  retry_policy: { schedule: [5, 30] },
};

export async function use(event: CloudEvent, request: Request): Promise<Delivery[]> {
  const { id, signing_secret } = await posthorn.subscriptions.create(input, { idempotencyKey: 'a' });
  await posthorn.recoveries.start(id, { since: '2026-01-31T09:30:00Z' });
  await posthorn.events.publishCloudEvent(event, { deliverAt: new Date() });
  const { results } = await posthorn.events.publishBatch({ events: [{ event_type: 'a', payload: [null] }] });
  for (const result of results) result.problem?.errors?.[0]?.pointer.toUpperCase();
  await verifyWebhook([signing_secret], request.headers, await request.arrayBuffer());
  try {
    for await (const { status } of posthorn.subscriptions.deliveries(id, { status: 'exhausted' })) {
      status satisfies 'pending' | 'retrying' | 'delivered' | 'exhausted' | 'cancelled';
    }
  } catch (error) {
    if (error instanceof ProblemError) error.retryAfterSeconds?.toFixed();
  }
  return posthorn.subscriptions.deliveries(id).take(10);
}

// @ts-expect-error: no such call
posthorn.subscriptions.remove('sub_1');
// @ts-expect-error: an id is needed
posthorn.deliveries.get();
// @ts-expect-error: a target is needed
posthorn.subscriptions.create({});
// @ts-expect-error: no such field
posthorn.subscriptions.create({ target_url: 'https://example.com', event_typs: [] });
// @ts-expect-error: no such value
posthorn.subscriptions.update('sub_1', { signature_versions: ['v2'] });
// @ts-expect-error: no key, where none means anything
posthorn.subscriptions.enable('sub_1', { idempotencyKey: 'a' });
// @ts-expect-error: what is answered is of a type
export const { nonsense } = await posthorn.service.health();
// @ts-expect-error: an id is needed
posthorn.events.publishCloudEvent({ specversion: '1.0', source: '/shop', type: 'a' });
`;
