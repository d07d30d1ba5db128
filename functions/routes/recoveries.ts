import * as operations from '../../src/api/operations/recoveries.ts';
import { deliveryResource } from '../../src/api/present/delivery.ts';
import { recoveryResource } from '../../src/api/present/recovery.ts';
import { listDeadLetters } from '../../src/application/read-deliveries.ts';
import {
  findRecovery,
  listRecoveries,
  type RecoveryNeeds,
  stopRecovery,
} from '../../src/application/read-recoveries.ts';
import {
  type StartRecoveryNeeds,
  type StartRecoveryRequest,
  startRecovery,
} from '../../src/application/start-recovery.ts';
import { isDeliveryId, isRecoveryId } from '../../src/domain/ids.ts';
import { recoveryLimits } from '../../src/domain/limits.ts';
import type { Recovery } from '../../src/domain/recovery.ts';
import type { DeliveryReader } from '../../src/ports/delivery-reader.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../middleware/http.ts';
import {
  createdIsGone,
  fieldsRefused,
  idempotencyConflict,
  subscriptionNotFound,
} from '../middleware/refusals.ts';
import { type Route, route } from '../middleware/route.ts';
import { refuseAttempts } from './hops.ts';
import { answerWithPage, startOfPage } from './paging.ts';

export interface RecoveryRoutesNeeds extends StartRecoveryNeeds, RecoveryNeeds {
  readonly deliveries: DeliveryReader;
  readonly retentionHours: number;
}

export const recoveryRoutes = (needs: RecoveryRoutesNeeds): readonly Route[] => [
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
    answerWith(await findRecovery(needs, principal, params.id)),
  ),

  route(operations.stopRecovery, async ({ principal, params }) =>
    answerWith(await stopRecovery(needs, principal, params.id)),
  ),
];

async function answerToStart(
  needs: StartRecoveryNeeds,
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
      throw fieldsRefused([{ in: 'body', pointer: '/since', detail: 'must be past' }]);
    case 'subscription-disabled':
      throw new Refusal('subscription-disabled', 'The subscription is disabled: enable it first.');
    case 'limit-reached':
      throw new Refusal(
        'limit-reached',
        `A tenant has ${recoveryLimits.runningPerTenant} recoveries under way at most: wait for one, or stop it.`,
      );
    case 'idempotency-conflict':
      throw idempotencyConflict();
    case 'gone':
      throw createdIsGone('recovery');
  }
}

function answerWith(recovery: Recovery | undefined): HttpAnswer {
  if (recovery === undefined) throw new Refusal('not-found', 'There is no recovery of this id.');
  return { status: 200, body: recoveryResource(recovery) };
}
