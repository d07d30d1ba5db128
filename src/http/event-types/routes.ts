import {
  type ChangeEventTypeResult,
  changeEventType,
  deleteEventType,
} from '../../application/change-event-type.ts';
import { type CreateEventTypeResult, createEventType } from '../../application/create-event-type.ts';
import { charactersOf, everyEventType, listEventTypes } from '../../application/list-event-types.ts';
import type { ApiNeeds } from '../../application/needs.ts';
import { ownEventType } from '../../application/reach.ts';
import { isEventTypeName } from '../../domain/event-type.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { SchemaFault } from '../../domain/json-schema/schema-place.ts';
import { eventTypeLimits } from '../../domain/limits.ts';
import type { Principal } from '../../domain/principal.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from '../core/http.ts';
import { nameInPath, refuseUnreachable } from '../core/named-in-path.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { createdIsGone, fieldsRefused, idempotencyConflict } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { changedSentBack } from '../core/sent-back.ts';
import { EventTypesDocument } from '../openapi/event-types.ts';
import { changesOfEventType, sentBackOfEventType, settingsOfEventType } from './input.ts';
import * as operations from './operations.ts';
import { eventTypeResource } from './output.ts';

/** Routes of the catalogue of event types. */
export const eventTypeRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.createEventType, async ({ principal, body, headers, request }) => {
    refuseUnreachable(request, body.name, '/name', 'event type');
    const result = await createEventType(needs, {
      tenantId: principal.tenantId,
      name: body.name,
      settings: settingsOfEventType(body),
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    return answerToCreation(result, request.basePath);
  }),

  route(operations.listEventTypes, async ({ principal, query }) => {
    const start = startOfPage(query, isEventTypeName);
    const page = { afterName: start.before, limit: query.limit };
    const found = await listEventTypes(needs, principal.tenantId, page);
    return answerWithPage(found, start, eventTypeResource);
  }),

  route(operations.getEventType, async (call) => {
    const { name } = await eventTypeNamedBy(needs, call);
    const eventType = await ownEventType(needs, call.principal, name);
    if (eventType === undefined) throw notFound();
    return { status: 200, body: eventTypeResource(eventType) };
  }),

  route(operations.updateEventType, async (call) => {
    const result = await changeEventType(needs, await eventTypeNamedBy(needs, call), (stored) => {
      const errors = changedSentBack(sentBackOfEventType, call.body, eventTypeResource(stored));
      return errors.length > 0
        ? { ok: false, errors }
        : { ok: true, settings: changesOfEventType(call.body) };
    });
    return answerToChange(result);
  }),

  route(operations.deleteEventType, async (call) => {
    const which = await eventTypeNamedBy(needs, call);
    if (!(await deleteEventType(needs, which))) throw notFound();
    return { status: 204 };
  }),

  route(operations.eventTypesOpenApi, async ({ principal }) => ({
    status: 200,
    body: await documentOf(needs, principal.tenantId),
  })),
];

interface NamingCall {
  readonly principal: Principal;
  readonly params: { readonly name: string };
  readonly request: HttpRequest;
}

async function eventTypeNamedBy(
  needs: ApiNeeds,
  { principal, params: { name }, request }: NamingCall,
): Promise<{ readonly tenantId: TenantId; readonly name: string }> {
  const exists = async (exact: string) => (await ownEventType(needs, principal, exact)) !== undefined;
  return { tenantId: principal.tenantId, name: await nameInPath(request, name, exists) };
}

async function documentOf(needs: ApiNeeds, tenantId: TenantId): Promise<object> {
  const document = new EventTypesDocument();
  let room: number = eventTypeLimits.documentCharacters;
  for await (const eventType of everyEventType(needs, tenantId)) {
    room -= charactersOf(eventType);
    if (room >= 0) document.add(eventType);
    else document.addBriefly(eventType);
  }
  return document.render(needs.version);
}

function answerToCreation(result: CreateEventTypeResult, basePath: string): HttpAnswer {
  switch (result.outcome) {
    case 'created': {
      const body = eventTypeResource(result.eventType);
      return {
        status: 201,
        headers: { location: `${basePath}/event-types/${encodeURIComponent(body.name)}` },
        body,
      };
    }
    case 'settings-refused':
      throw settingsRefused(result.faults);
    case 'exists':
      throw new Refusal(
        'conflict',
        'The catalogue already has an event type with this name. Change it with PATCH.',
      );
    case 'limit-reached':
      throw new Refusal(
        'limit-reached',
        `Limit reached: ${eventTypeLimits.perTenant} event types per tenant. Delete one first.`,
      );
    case 'idempotency-conflict':
      throw idempotencyConflict();
    case 'gone':
      throw createdIsGone('event type');
  }
}

function answerToChange(result: ChangeEventTypeResult): HttpAnswer {
  switch (result.outcome) {
    case 'changed':
      return { status: 200, body: eventTypeResource(result.eventType) };
    case 'not-found':
      throw notFound();
    case 'changes-refused':
      throw fieldsRefused(result.errors);
    case 'settings-refused':
      throw settingsRefused(result.faults);
    case 'conflict':
      throw new Refusal('conflict', 'The event type was changed at the same time. Read it and try again.');
  }
}

const notFound = () => new Refusal('not-found', 'The catalogue has no event type with this name.');

const settingsRefused = (faults: readonly SchemaFault[]) =>
  fieldsRefused(faults.map((fault) => ({ in: 'body', ...fault })));
