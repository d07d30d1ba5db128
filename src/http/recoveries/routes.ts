import type { ApiNeeds } from '../../application/needs.ts';
import { ownRecovery } from '../../application/reach.ts';
import { listDeadLetters } from '../../application/read-deliveries.ts';
import { listRecoveries, stopRecovery } from '../../application/read-recoveries.ts';
import { type StartRecoveryRequest, startRecovery } from '../../application/start-recovery.ts';
import { isDeliveryId, isRecoveryId } from '../../domain/ids.ts';
import { recoveryLimits } from '../../domain/limits.ts';
import type { Recovery } from '../../domain/recovery.ts';
import { refuseAttempts } from '../core/hops.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../core/http.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { createdIsGone, fieldsRefused, idempotencyConflict, subscriptionNotFound } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { deliveryResource } from '../deliveries/output.ts';
import * as operations from './operations.ts';
import { recoveryResource } from './output.ts';

export const recoveryRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.recoverSubscription, ({ principal, params, body, headers, request }) =>
    answerToStart(needs, request, {
      reach: principal,
      subscriptionId: params.id,
      isMissed: body.missed,
      sinceMs: body.since,
      untilMs: body.until,
      perSecond: body.per_second,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    }),
  ),

  route(operations.redriveDeadLetters, ({ principal, body, headers, request }) =>
    answerToStart(needs, request, {
      reach: principal,
      subscriptionId: null,
      sinceMs: body.since ?? 0,
      untilMs: body.until,
      perSecond: body.per_second,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    }),
  ),

  route(operations.listDeadLetters, async ({ principal, query }) => {
    const start = startOfPage(query, isDeliveryId);
    const { tenantId } = principal;
    const found = await listDeadLetters(needs, {
      tenantId,
      filter: query.filter,
      beforeId: start.before,
      limit: query.limit,
    });
    return answerWithPage(found, start, (delivery) => deliveryResource(delivery, needs.retentionHours));
  }),

  route(operations.listRecoveries, async ({ principal, query }) => {
    const start = startOfPage(query, isRecoveryId);
    const page = { beforeId: start.before, limit: query.limit };
    const found = await listRecoveries(needs, principal, query.filter, page);
    return answerWithPage(found, start, recoveryResource);
  }),

  route(operations.getRecovery, async ({ principal, params }) =>
    answerWith(await ownRecovery(needs, principal, params.id)),
  ),

  route(operations.stopRecovery, async ({ principal, params }) =>
    answerWith(await stopRecovery(needs, principal, params.id)),
  ),
];

async function answerToStart(
  needs: ApiNeeds,
  request: HttpRequest,
  recovery: StartRecoveryRequest,
): Promise<HttpAnswer> {
  refuseAttempts(request);
  const result = await startRecovery(needs, recovery);
  switch (result.outcome) {
    case 'started':
      return { status: 202, body: recoveryResource(result.recovery) };
    case 'not-found':
      throw subscriptionNotFound();
    case 'empty-period':
      throw fieldsRefused([{ in: 'body', pointer: '/since', detail: 'must be in the past' }]);
    case 'subscription-disabled':
      throw new Refusal('subscription-disabled', 'The subscription is disabled. Enable it first.');
    case 'limit-reached':
      throw new Refusal(
        'limit-reached',
        `Limit reached: ${recoveryLimits.runningPerTenant} running recoveries per tenant. Wait until one ends, or stop one.`,
      );
    case 'idempotency-conflict':
      throw idempotencyConflict();
    case 'gone':
      throw createdIsGone('recovery');
  }
}

function answerWith(recovery: Recovery | undefined): HttpAnswer {
  if (recovery === undefined) throw new Refusal('not-found', 'No recovery has this id.');
  return { status: 200, body: recoveryResource(recovery) };
}
