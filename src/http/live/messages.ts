import * as z from 'zod';
import { liveLimits } from '../../domain/limits.ts';
import { deliveryId, eventId, eventType, subscriptionId, time } from '../core/fields.ts';
import { deliveryStatus } from '../core/named-values.ts';
import { attemptShape, deliveryShape } from '../deliveries/output.ts';
import { exampleLive } from './examples.ts';

/** The messages that the live view sends. The AsyncAPI document is made from them. */

const cursor = z.string().meta({
  description: 'Send the latest cursor in `watch` after a break.',
  examples: [exampleLive.cursor],
});

const shownFilter = z
  .object({
    subscription_id: subscriptionId.nullable(),
    receiver_id: z.string().nullable(),
    event_types: z.array(z.string()).nullable(),
    statuses: z.array(deliveryStatus).nullable(),
  })
  .meta({ id: 'ShownLiveFilter', description: 'The filter of the latest `watch`; `null`: no condition.' });

const helloMessage = z
  .object({
    type: z.literal('hello'),
    filter: shownFilter,
    receiver_id: z.string().nullable().meta({
      description: 'The receiver of the portal token that made the ticket; `null`: an API key made it.',
    }),
    heartbeat_seconds: z.int().meta({
      description: 'A message comes at least this often. After twice this time without one, connect again.',
    }),
    rights_end_at: time.nullable().meta({
      description: 'When the API key or portal token expires, and with it the connection; `null`: never.',
    }),
    cursor,
  })
  .meta({
    id: 'Hello',
    title: 'Watching has started',
    description: 'The answer to each `watch`. After a `watch` with a cursor, the changes since then follow.',
    examples: [exampleLive.hello],
  });

const deliveryMessage = z.object({ type: z.literal('delivery'), delivery: deliveryShape, cursor }).meta({
  id: 'DeliveryChanged',
  title: 'A delivery was made or has changed',
  description:
    'The delivery as in the lists of the API. It can come twice: keep the one with the highest `attempt_count` and ' +
    '`updated_at`.',
  examples: [exampleLive.delivery],
});

const attemptMessage = z
  .object({
    type: z.literal('attempt'),
    delivery_id: deliveryId,
    event_id: eventId,
    event_type: eventType.nullable(),
    subscription_id: subscriptionId,
    attempt: attemptShape,
    cursor,
  })
  .meta({
    id: 'AttemptMade',
    title: 'An attempt was made',
    description:
      'Comes right before the `delivery` message that shows its effect. It can come twice: `delivery_id` and ' +
      '`attempt.number` identify it.',
    examples: [exampleLive.attempt],
  });

const skippedReasons = ['busy', 'slow_reader', 'too_old', 'too_many'] as const;
export type SkippedReason = (typeof skippedReasons)[number];

const skippedMessage = z
  .object({
    type: z.literal('skipped'),
    reason: z.enum(skippedReasons).meta({
      description:
        '`busy`: more changes a second than the service shows, or changes that it could not read. `slow_reader`: the ' +
        'client did not read fast enough. ' +
        `\`too_old\`: the cursor is older than ${liveLimits.resumeSeconds} seconds. \`too_many\`: more changes since the ` +
        'cursor than are sent again, or a further resume of the same connection within seconds.',
    }),
    deliveries: z
      .int()
      .min(0)
      .nullable()
      .meta({ description: '`delivery` messages that were left out; `null`: not counted.' }),
    attempts: z
      .int()
      .min(0)
      .nullable()
      .meta({ description: '`attempt` messages that were left out; `null`: not counted.' }),
    from: time.meta({ description: 'The left out changes are of this time …' }),
    to: time.meta({ description: '… to this time.' }),
    cursor,
  })
  .meta({
    id: 'Skipped',
    title: 'Changes were left out',
    description: 'Read the lists of the API to see the left out changes.',
    examples: [exampleLive.skipped],
  });

const cursorMessage = z.object({ type: z.literal('cursor'), at: time, cursor }).meta({
  id: 'Cursor',
  title: 'Nothing new',
  description: 'Sent when nothing else was sent for `heartbeat_seconds`.',
  examples: [exampleLive.cursorMessage],
});

const pongMessage = z
  .object({
    type: z.literal('pong'),
    cursor: cursor.nullable().meta({ description: '`null` before the first `watch`.' }),
  })
  .meta({ id: 'Pong', title: 'Answers `ping`', examples: [exampleLive.pong] });

const liveProblemCodes = [
  'invalid-message',
  'rate-limited',
  'too-large',
  'rights-ended',
  'stopping',
  'unavailable',
] as const;
export type LiveProblemCode = (typeof liveProblemCodes)[number];

const problemMessage = z
  .object({
    type: z.literal('problem'),
    code: z.enum(liveProblemCodes).meta({
      description:
        '`invalid-message`: see `errors`. `rate-limited`: too many messages. `too-large`: the message is too long. ' +
        '`rights-ended`: the API key or portal token is deleted, revoked or expired. `stopping`: the service stops; connect ' +
        'again. `unavailable`: the changes since the cursor could not be read; read the lists of the API.',
    }),
    detail: z.string().meta({ description: 'What is wrong, and what to do.' }),
    errors: z
      .array(
        z
          .object({
            pointer: z.string().meta({ description: 'JSON Pointer (RFC 6901) into the message.' }),
            detail: z.string(),
          })
          .meta({ id: 'MessageFault', description: 'A fault of one field.' }),
      )
      .meta({ description: 'The invalid fields of the message.' }),
    closes: z.boolean().meta({ description: 'Whether the connection is closed after this message.' }),
  })
  .meta({
    id: 'LiveProblem',
    title: 'A message was rejected, or the connection ends',
    examples: [exampleLive.problem],
  });

export const serverMessages = [
  helloMessage,
  deliveryMessage,
  attemptMessage,
  skippedMessage,
  cursorMessage,
  pongMessage,
  problemMessage,
] as const;

/** Any message of the live view, as it is parsed from JSON. */
const serverMessage = z.discriminatedUnion('type', serverMessages);
export type ServerMessage = z.infer<typeof serverMessage>;
