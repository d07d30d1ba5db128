import {
  type ChangeReceiverResult,
  changeReceiver,
  deleteReceiver,
} from '../../application/change-receiver.ts';
import { type CreateReceiverResult, createReceiver } from '../../application/create-receiver.ts';
import { listReceivers } from '../../application/list-receivers.ts';
import type { ApiNeeds } from '../../application/needs.ts';
import { ownReceiver } from '../../application/reach.ts';
import type { Principal } from '../../domain/principal.ts';
import { isReceiverId, type Receiver } from '../../domain/receiver.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../core/http.ts';
import { nameInPath, refuseUnreachable } from '../core/named-in-path.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { createdIsGone, fieldsRefused, idempotencyConflict } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { changesOfReceiver, settingsOfReceiver } from './input.ts';
import * as operations from './operations.ts';
import { receiverResource } from './output.ts';

/** Routes of the records of receivers. */
export const receiverRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.createReceiver, async ({ principal, body, headers, request }) => {
    if (body.id !== undefined) refuseUnreachable(request, body.id, '/id', 'receiver');
    const result = await createReceiver(needs, {
      tenantId: principal.tenantId,
      id: body.id,
      settings: settingsOfReceiver(body),
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    return answerToCreation(result, request.basePath);
  }),

  route(operations.listReceivers, async ({ principal, query }) => {
    const start = startOfPage(query, isReceiverId);
    const found = await listReceivers(needs, principal, { afterId: start.before, limit: query.limit });
    return answerWithPage(found, start, receiverResource);
  }),

  route(operations.getReceiver, async (call) => {
    const receiver = await ownReceiver(needs, call.principal, await idNamedBy(needs, call));
    if (receiver === undefined) throw notFound();
    return { status: 200, body: receiverResource(receiverFor(call.principal, receiver)) };
  }),

  route(operations.updateReceiver, async (call) => {
    const which = { reach: call.principal, id: await idNamedBy(needs, call) };
    return answerToChange(
      await changeReceiver(needs, which, (stored) => changesOfReceiver(call.body, stored)),
    );
  }),

  route(operations.deleteReceiver, async (call) => {
    const which = { reach: call.principal, id: await idNamedBy(needs, call) };
    if (!(await deleteReceiver(needs, which))) throw notFound();
    return { status: 204 };
  }),
];

/** The metadata is the tenant's. */
const receiverFor = ({ receiverId }: Principal, receiver: Receiver): Receiver =>
  receiverId === undefined ? receiver : { ...receiver, metadata: {} };

interface NamingCall {
  readonly principal: Principal;
  readonly params: { readonly id: string };
  readonly request: HttpRequest;
}

const idNamedBy = (needs: ApiNeeds, { principal, params: { id }, request }: NamingCall): Promise<string> =>
  nameInPath(request, id, async (exact) => (await ownReceiver(needs, principal, exact)) !== undefined);

function answerToCreation(result: CreateReceiverResult, basePath: string): HttpAnswer {
  switch (result.outcome) {
    case 'created': {
      const body = receiverResource(result.receiver);
      return {
        status: 201,
        headers: { location: `${basePath}/receivers/${encodeURIComponent(body.id)}` },
        body,
      };
    }
    case 'exists':
      throw new Refusal('conflict', 'A receiver with this id exists already. Change it with PATCH.');
    case 'idempotency-conflict':
      throw idempotencyConflict();
    case 'gone':
      throw createdIsGone('receiver');
  }
}

function answerToChange(result: ChangeReceiverResult): HttpAnswer {
  switch (result.outcome) {
    case 'changed':
      return { status: 200, body: receiverResource(result.receiver) };
    case 'not-found':
      throw notFound();
    case 'changes-refused':
      throw fieldsRefused(result.errors);
    case 'conflict':
      throw new Refusal('conflict', 'The receiver was changed at the same time. Read it and try again.');
  }
}

const notFound = () => new Refusal('not-found', 'No receiver has this id.');
