import type { Attempt, Delivery } from '../domain/delivery.ts';
import type { DeliveryId } from '../domain/ids.ts';
import { mayAct, type Principal } from '../domain/principal.ts';
import { basicAuthorization, bearerAuthorization } from '../domain/receiver-auth.ts';
import type { SentRequest } from '../domain/sent-request.ts';
import { type Subscription, withSecretsOf } from '../domain/subscription.ts';
import type { Needs } from './needs.ts';
import { ownDelivery } from './reach.ts';
import { headersOnTheWire, webhookRequest } from './webhook-request.ts';

type RequestNeeds = Pick<Needs, 'deliveries' | 'events' | 'store' | 'staleMs' | 'version'>;

export type ReadRequestResult =
  | { readonly outcome: 'found'; readonly request: SentRequest }
  | { readonly outcome: 'no-delivery' | 'no-attempt' }
  /** It cannot be computed any more. */
  | { readonly outcome: 'gone'; readonly what: 'event' | 'payload' | 'subscription' };

/** The request of one attempt, computed again from the records: Posthorn stores no requests. */
export async function readAttemptRequest(
  needs: RequestNeeds,
  principal: Principal,
  id: DeliveryId,
  number: number,
): Promise<ReadRequestResult> {
  const delivery = await ownDelivery(needs, principal, id);
  if (delivery === undefined) return { outcome: 'no-delivery' };
  const attempts = await needs.deliveries.attemptsOf(id);
  const attempt = attempts.find((one) => one.number === number);
  if (attempt === undefined) return { outcome: 'no-attempt' };
  const subscription = await needs.store.find(delivery.subscriptionId);
  if (subscription === undefined) return { outcome: 'gone', what: 'subscription' };
  const event = await needs.events.find(delivery.tenantId, delivery.eventId);
  if (event === undefined) return { outcome: 'gone', what: 'event' };
  if (event.payloadDeletedAtMs !== null) return { outcome: 'gone', what: 'payload' };

  const mayShow = mayShowSecrets(principal);
  const isLast = attempts.at(-1) === attempt;
  const then = asItWas(subscription, delivery, attempt, isLast);
  const request = webhookRequest(
    { delivery, subscription: mayShow ? then : withStruckHeaders(then), event },
    number,
    {
      nowMs: attempt.startedAtMs,
      version: needs.version,
      authorization: authorizationThen(subscription, mayShow),
    },
  );
  return {
    outcome: 'found',
    request: {
      url: request.url,
      headers: headersOnTheWire(request),
      body: request.body,
      isCurrent:
        isUnchanged(subscription, attempt, needs.staleMs) && then.targetUrl === subscription.targetUrl,
      showsSecrets: mayShow && hasCredentials(subscription),
    },
  };
}

/** A receiver does not see the credentials that its tenant has set (docs/adr/0028). */
const mayShowSecrets = (principal: Principal): boolean =>
  principal.receiverId === undefined && mayAct(principal, 'manage');

const hasCredentials = ({ headers, auth }: Subscription): boolean =>
  Object.keys(headers).length > 0 || (auth !== null && auth.type !== 'oauth2');

/** The signing secrets of the time, and for the last attempt its URL, which the delivery's record has. */
function asItWas(subscription: Subscription, delivery: Delivery, attempt: Attempt, isLast: boolean) {
  const then = withSecretsOf(subscription, attempt.startedAtMs);
  return isLast ? { ...then, targetUrl: delivery.targetUrl } : then;
}

/** Other processes can have used the settings from before a change for a while. */
const isUnchanged = (
  { createdAtMs, updatedAtMs }: Subscription,
  { startedAtMs }: Attempt,
  staleMs: number,
): boolean => updatedAtMs === createdAtMs || updatedAtMs + staleMs <= startedAtMs;

const STRUCK = '[redacted]';

const withStruckHeaders = (subscription: Subscription): Subscription => ({
  ...subscription,
  headers: Object.fromEntries(Object.keys(subscription.headers).map((name) => [name, STRUCK])),
});

/** Access tokens are not kept, so that of an earlier attempt is not known. */
function authorizationThen({ auth }: Subscription, mayShow: boolean): string | undefined {
  switch (auth?.type) {
    case undefined:
      return undefined;
    case 'basic':
      return mayShow ? basicAuthorization(auth) : `Basic ${STRUCK}`;
    case 'bearer':
      return bearerAuthorization(mayShow ? auth.token : STRUCK);
    case 'oauth2':
      return bearerAuthorization(STRUCK);
  }
}
