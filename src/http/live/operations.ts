import { liveLimits } from '../../domain/limits.ts';
import { operation } from '../core/operation.ts';
import { exampleLive } from './examples.ts';
import { newLiveTicket } from './input.ts';
import { liveTicketShape } from './output.ts';

export const createLiveTicket = operation({
  id: 'createLiveTicket',
  method: 'POST',
  path: '/live-tickets',
  tag: 'Deliveries',
  summary: 'Create a ticket for a live connection',
  description:
    'Opens the live view: deliveries and attempts as they happen, over WebSocket. Connect to `<url>?ticket=<ticket>` ' +
    `within ${liveLimits.ticketSeconds} seconds, then send \`{"type":"watch"}\`. The ticket works once. The connection ` +
    'sees what the API key or portal token of this call may read, and ends when that key or token does. The messages are ' +
    'in the AsyncAPI document, `docs/asyncapi.json`. The answer `live-unavailable` means that this installation has no ' +
    'live view: read the lists from time to time instead.',
  scope: 'read',
  forPortal: true,
  body: {
    kind: 'json',
    schema: newLiveTicket,
    mayBeEmpty: true,
    examples: {
      all: { summary: 'All deliveries', value: {} },
      failing: {
        summary: 'Failing deliveries of orders',
        value: { filter: { event_types: ['order.*'], statuses: ['retrying', 'exhausted'] } },
      },
    },
  },
  success: {
    status: 201,
    description: 'The ticket.',
    schema: liveTicketShape,
    example: {
      ticket: exampleLive.ticket,
      url: 'ws://127.0.0.1:8000/live',
      expires_at: '2026-01-31T09:30:30.000Z',
    },
  },
  errors: ['live-unavailable'],
});
