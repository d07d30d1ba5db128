import { changeSettings, deleteSubscription } from '../../application/change-subscription.ts';
import { createSubscription } from '../../application/create-subscription.ts';
import { listSubscriptions } from '../../application/list-subscriptions.ts';
import type { ApiNeeds } from '../../application/needs.ts';
import { ownSubscription } from '../../application/reach.ts';
import { isSubscriptionId } from '../../domain/ids.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { fieldsRefused, subscriptionNotFound } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import * as operations from './operations.ts';
import { subscriptionResource } from './output.ts';
import { changeBy, settingsOfCaller, subscriptionFor, tenantsFieldsIn } from './receiver-settings.ts';
import { answerToChange, answerToCreation, changedMeanwhile } from './route-answers.ts';
import { changesOf, replacementOf, settingsOf } from './settings.ts';

export const subscriptionRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.createSubscription, async ({ principal, body, headers, request }) => {
    const refused = tenantsFieldsIn(principal, body);
    if (refused.length > 0) throw fieldsRefused(refused);
    const wanted = settingsOf(body);
    if (!wanted.ok) throw fieldsRefused(wanted.errors);
    const result = await createSubscription(needs, {
      reach: principal,
      settings: settingsOfCaller(principal, wanted.settings),
      status: body.status ?? 'enabled',
      signingSecret: body.signing_secret ?? undefined,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    return answerToCreation(principal, result, request.basePath);
  }),

  route(operations.listSubscriptions, async ({ principal, query }) => {
    const start = startOfPage(query, isSubscriptionId);
    const page = { beforeId: start.before, limit: query.limit };
    const found = await listSubscriptions(needs, principal, query.filter, page);
    return answerWithPage(found, start, (one) => subscriptionResource(subscriptionFor(principal, one)));
  }),

  route(operations.getSubscription, async ({ principal, params }) => {
    const subscription = await ownSubscription(needs, principal, params.id);
    if (subscription === undefined) throw subscriptionNotFound();
    return { status: 200, body: subscriptionResource(subscriptionFor(principal, subscription)) };
  }),

  route(operations.replaceSubscription, async ({ principal, params, body }) => {
    const change = changeBy(principal, body, replacementOf);
    return answerToChange(
      principal,
      await changeSettings(needs, { reach: principal, id: params.id }, change),
    );
  }),

  route(operations.updateSubscription, async ({ principal, params, body }) => {
    const change = changeBy(principal, body, changesOf);
    return answerToChange(
      principal,
      await changeSettings(needs, { reach: principal, id: params.id }, change),
    );
  }),

  route(operations.deleteSubscription, async ({ principal, params }) => {
    const result = await deleteSubscription(needs, { reach: principal, id: params.id });
    if (result === 'not-found') throw subscriptionNotFound();
    if (result === 'conflict') throw changedMeanwhile();
    return { status: 204 };
  }),
];
