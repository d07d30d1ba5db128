import { issueLiveTicket } from '../../application/live-tickets.ts';
import type { ApiNeeds } from '../../application/needs.ts';
import { liveLimits } from '../../domain/limits.ts';
import { timeOf } from '../core/fields.ts';
import { type HttpRequest, Refusal } from '../core/http.ts';
import { type Route, route } from '../core/route.ts';
import { liveFilterOf } from './input.ts';
import { createLiveTicket } from './operations.ts';

const TOO_MANY =
  'Too many unused tickets or open live connections. Close connections, or wait until the tickets expire.';

export const liveRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(createLiveTicket, async ({ principal, body, request }) => {
    const result = await issueLiveTicket(needs, principal, liveFilterOf(body.filter));
    switch (result.outcome) {
      case 'issued': {
        const { text, url = ownUrl(request), expiresAtMs } = result;
        return { status: 201, body: { ticket: text, url, expires_at: timeOf(expiresAtMs) } };
      }
      case 'unavailable':
        throw new Refusal(
          'live-unavailable',
          'This installation has no live view. Read GET /deliveries from time to time instead.',
        );
      case 'too-many-tickets':
        throw new Refusal('rate-limited', TOO_MANY, {
          headers: { 'retry-after': String(liveLimits.ticketSeconds) },
        });
    }
  }),
];

/** Embedded, the live view is on the host and port of the request. A reverse proxy that ends TLS says so in a header. */
function ownUrl({ headers }: HttpRequest): string {
  const isSecure = headers['x-forwarded-proto']?.split(',')[0]?.trim().toLowerCase() === 'https';
  return `${isSecure ? 'wss' : 'ws'}://${headers['host'] ?? 'localhost'}/live`;
}
