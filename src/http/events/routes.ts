import { deletePayload } from '../../application/delete-payload.ts';
import type { ApiNeeds } from '../../application/needs.ts';
import { listEvents, readEvent } from '../../application/read-events.ts';
import { isEventId } from '../../domain/ids.ts';
import { Refusal } from '../core/http.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { type Route, route } from '../core/route.ts';
import * as operations from './operations.ts';
import { eventResource, eventWithPayload } from './output.ts';

export const eventRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.listEvents, async ({ principal, query }) => {
    const start = startOfPage(query, isEventId);
    const page = { beforeId: start.before, limit: query.limit };
    const found = await listEvents(needs, principal, query.filter, page);
    return answerWithPage(found, start, eventResource);
  }),

  route(operations.getEvent, async ({ principal, params }) => {
    const found = await readEvent(needs, principal, params.id);
    if (found === undefined) throw notFound();
    return { status: 200, body: eventWithPayload(found.event, found.deliveries, needs.retentionHours) };
  }),

  route(operations.deletePayload, async ({ principal, params }) => {
    switch (await deletePayload(needs, principal, params.id)) {
      case 'deleted':
        return { status: 204 };
      case 'not-found':
        throw notFound();
      case 'still-open':
        throw new Refusal(
          'conflict',
          'A delivery of the event is still open. Wait until it ends, or cancel it.',
        );
    }
  }),
];

const notFound = () => new Refusal('not-found', 'No event has this id.');
