import {
  type Attempt,
  asleepInQueue,
  asRetrying,
  attempted,
  type Delivery,
  delivered,
  exhausted,
  held,
  isOpen,
  parkedUntil,
} from '../domain/delivery.ts';
import { type Cause, causeOf, isLastingFailure } from '../domain/health.ts';
import type { EventContent } from '../domain/queue-message.ts';
import {
  type AttemptResult,
  type AttemptVerdict,
  classify,
  type OwnFault,
  type SendResult,
} from '../domain/response-classification.ts';
import { decideRetry, defaultRetryPolicy } from '../domain/retry-policy.ts';
import type { Subscription } from '../domain/subscription.ts';
import { waitAfterOwnFaultMs } from '../domain/waiting.ts';
import { monotonicMs } from '../ports/platform.ts';
import type { Asker } from '../ports/rate-limits.ts';
import { type Authorization, authorizationOf, forgetToken } from './authorization.ts';
import { disableGoneReceiver } from './disable-gone-receiver.ts';
import type { DeliverNeeds } from './needs.ts';
import { noteLastingFailure, noteSuccess } from './note-health.ts';
import { recordOutcome } from './notify-tenant.ts';
import { belongsOutsideTheQueue, type MessageOutcome, sleepFor, waitForTurn } from './waiting.ts';
import { webhookRequest } from './webhook-request.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface ReadyDelivery {
  readonly delivery: Delivery;
  readonly subscription: Subscription;
  readonly event: EventContent;
  readonly asker: Asker;
}

/**
 * Makes one attempt and records its result. The record comes last: a crash before it repeats the attempt under the same
 * number, and with it all changes of the subscription that follow.
 */
export async function attemptDelivery(
  needs: DeliverNeeds,
  ready: ReadyDelivery,
  receiveCount = 1,
): Promise<MessageOutcome> {
  const { delivery, subscription } = ready;
  const authorization = await authorizationOf(needs.accessTokens, subscription);
  // Last, because a turn is only for this moment. Without a token no request is sent, and no turn is used.
  const waiting = 'header' in authorization ? await waitForTurn(needs, ready) : undefined;
  if (waiting !== undefined) return waiting;
  const startedAtMs = needs.clock.nowMs();
  const startMs = monotonicMs(needs.clock);
  const number = delivery.attemptCount + 1;
  const result = await sendAuthorized(needs, ready, authorization, { number, startedAtMs });
  if (result.kind === 'own_fault') return waitAfterOwnFault(needs, ready, result, receiveCount);
  const nowMs = needs.clock.nowMs();
  const verdict = classify(result, nowMs);
  const attempt = attemptOf(
    delivery,
    { number, startedAtMs, durationMs: Math.round(monotonicMs(needs.clock) - startMs) },
    result,
    verdict,
  );

  const counted = attempted(delivery, subscription.targetUrl, nowMs);
  const cause = causeOf(delivery, attempt);
  const after =
    verdict.outcome === 'succeeded'
      ? delivered(counted)
      : await afterFailure(needs, subscription, counted, { verdict, cause });
  await noteHealth(needs, subscription, cause, after);
  const recorded = await recordOutcome(needs, { before: delivery, after, attempt });
  logAttempt(needs, attempt, after, recorded);
  const sleepsInQueue = recorded === 'recorded' && isOpen(after) && after.waits === 'queue';
  return sleepsInQueue ? sleepFor((after.nextAttemptAtMs ?? nowMs) - nowMs) : { outcome: 'done' };
}

async function noteHealth(
  needs: DeliverNeeds,
  subscription: Subscription,
  cause: Cause,
  { status, waits }: Delivery,
): Promise<void> {
  if (status === 'delivered') return noteSuccess(needs, subscription, cause);
  // A receiver that is gone is not failing: the tenant is already notified that its subscription is disabled.
  const mayBeFailing = waits !== 'held' && isLastingFailure(cause.attempt.number, status === 'exhausted');
  if (mayBeFailing) await noteLastingFailure(needs, subscription, cause);
}

/** Without a required token no request is sent: the receiver would count it as a bad one. */
async function sendAuthorized(
  needs: DeliverNeeds,
  ready: ReadyDelivery,
  authorization: Authorization,
  { number, startedAtMs }: Pick<Attempt, 'number' | 'startedAtMs'>,
): Promise<SendResult> {
  if ('fault' in authorization) {
    return { kind: 'failure', failureKind: 'authorization', error: authorization.fault };
  }
  if ('ownFault' in authorization) return { kind: 'own_fault', error: authorization.ownFault };
  // The time of the record, so that the request can be computed again.
  const details = { nowMs: startedAtMs, version: needs.version, authorization: authorization.header };
  const result = await needs.sender.send(webhookRequest(ready, number, details));
  if (result.kind === 'response' && result.statusCode === STATUS_UNAUTHORIZED) {
    forgetToken(needs.accessTokens, ready.subscription);
  }
  return withoutSecrets(result, ready.subscription, authorization.header);
}

const STATUS_UNAUTHORIZED = 401;

/** No attempt was made, so none is recorded. The message sleeps, longer after each receive. */
function waitAfterOwnFault(
  { log, randomness }: DeliverNeeds,
  { delivery, subscription }: ReadyDelivery,
  { error }: OwnFault,
  receiveCount: number,
): MessageOutcome {
  const waitMs = waitAfterOwnFaultMs(receiveCount, randomness.fraction());
  log.error('delivery.not_attempted', {
    delivery_id: delivery.id,
    subscription_id: subscription.id,
    fault: error,
    wait_ms: Math.round(waitMs),
  });
  return sleepFor(waitMs);
}

async function afterFailure(
  needs: DeliverNeeds,
  subscription: Subscription,
  delivery: Delivery,
  { verdict, cause }: { verdict: Extract<AttemptVerdict, { outcome: 'failed' }>; cause: Cause },
): Promise<Delivery> {
  const nowMs = needs.clock.nowMs();
  if (verdict.receiverIsGone && (await disableGoneReceiver(needs, subscription, cause))) {
    return held(asRetrying(delivery));
  }
  const decision = decideRetry({
    policy: subscription.retryPolicy ?? defaultRetryPolicy,
    attemptsMade: delivery.attemptCount,
    createdAtMs: delivery.createdAtMs,
    nowMs,
    retryAfterSeconds: verdict.retryAfterSeconds,
    random: needs.randomness.fraction(),
  });
  if (decision.outcome === 'exhausted') return exhausted(delivery, decision.reason, nowMs);
  const mayParkHere = await belongsOutsideTheQueue(needs.queue, (decision.atMs - nowMs) / 1_000);
  return mayParkHere
    ? parkedUntil(asRetrying(delivery), decision.atMs)
    : asleepInQueue(delivery, decision.atMs);
}

function attemptOf(
  delivery: Delivery,
  when: Pick<Attempt, 'number' | 'startedAtMs' | 'durationMs'>,
  result: AttemptResult,
  verdict: AttemptVerdict,
): Attempt {
  const failed = verdict.outcome === 'failed';
  return {
    ...when,
    trigger: delivery.trigger,
    statusCode: result.kind === 'response' ? result.statusCode : null,
    outcome: verdict.outcome,
    failureKind: failed ? verdict.failureKind : null,
    error: failed ? verdict.error : null,
    responseExcerpt: result.kind === 'response' ? textOf(result.excerpt) : null,
  };
}

/** A receiver's response can be anything: invalid UTF-8, or a character cut in two, becomes U+FFFD. */
const textOf = (excerpt: Uint8Array): string => Buffer.from(excerpt).toString('utf8');

function logAttempt(
  needs: DeliverNeeds,
  attempt: Attempt,
  after: Delivery,
  recorded: 'recorded' | 'superseded',
): void {
  const fields = {
    delivery_id: after.id,
    subscription_id: after.subscriptionId,
    attempt: attempt.number,
    outcome: attempt.outcome,
    status_code: attempt.statusCode,
    failure_kind: attempt.failureKind,
    duration_ms: attempt.durationMs,
    // False if a caller cancelled or replayed the delivery in the meantime: then the stored status is another.
    recorded: recorded === 'recorded',
    status: after.status,
    next_attempt_at: after.nextAttemptAtMs === null ? null : new Date(after.nextAttemptAtMs).toISOString(),
  };
  if (attempt.outcome === 'succeeded') needs.log.info('delivery.attempted', fields);
  else needs.log.warn('delivery.attempted', fields);
}
