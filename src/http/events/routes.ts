import { type DeletePayloadNeeds, deletePayload } from '../../application/delete-payload.ts';
import { deliveriesOfEvent } from '../../application/read-deliveries.ts';
import { isEventId } from '../../domain/ids.ts';
import { isWithin } from '../../domain/principal.ts';
import { Refusal } from '../core/http.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { type Route, route } from '../core/route.ts';
import * as operations from './operations.ts';
import { eventResource, eventWithPayload } from './output.ts';

export type EventRoutesNeeds = DeletePayloadNeeds;

export const eventRoutes = (needs: EventRoutesNeeds): readonly Route[] => [
  route(operations.listEvents, async ({ principal, query }) => {
    const start = startOfPage(query, isEventId);
    const found = await needs.events.list(principal.tenantId, query.filter, {
      beforeId: start.before,
      limit: query.limit,
    });
    return answerWithPage(found, start, eventResource);
  }),

  route(operations.getEvent, async ({ principal, params }) => {
    const event = await needs.events.find(principal.tenantId, params.id);
    if (event === undefined || !isWithin(principal, event)) throw notFound();
    const deliveries = await deliveriesOfEvent(needs, principal, event);
    return { status: 200, body: eventWithPayload(event, deliveries, needs.retentionHours) };
  }),

  route(operations.deletePayload, async ({ principal, params }) => {
    switch (await deletePayload(needs, principal.tenantId, params.id)) {
      case 'deleted':
        return { status: 204 };
      case 'not-found':
        throw notFound();
      case 'still-open':
        throw new Refusal('conflict', 'A delivery of the event is still open: let it end, or cancel it.');
    }
  }),
];

const notFound = () => new Refusal('not-found', 'There is no event of this id.');
