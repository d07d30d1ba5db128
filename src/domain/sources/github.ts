import { isEventType } from '../event-type-pattern.ts';
import { signedBody } from './signed-body.ts';
import type { SourceContent, SourceEntry } from './source.ts';

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const github: SourceEntry = {
  ...signedBody({ header: 'X-Hub-Signature-256', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' }),
  eventTypeOf,
  // The same again when somebody asks GitHub to redeliver: then it is a repeat.
  deliveryKeyOf: ({ headers }) => headers['x-github-delivery'],
  headersSentAlong: ['x-github-event', 'x-github-delivery', 'x-github-hook-id'],
};

/**
 * `pull_request.opened`: with the action, as most receivers want some actions only, and `pull_request.*` names them all.
 * An action may be text of a user's (`repository_dispatch`); where it fits no event type, the event's own name is one.
 */
function eventTypeOf({ headers, json }: SourceContent): unknown {
  const event = headers['x-github-event'];
  if (event === undefined) return null;
  const { action } = json();
  if (typeof action !== 'string') return event;
  const withAction = `${event}.${action}`;
  return isEventType(withAction) ? withAction : event;
}
