import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { producedEventType } from '../core/fields.ts';
import { idempotencyKey } from '../core/request-headers.ts';

/** The request headers of operations that accept events. */

const hops = z
  .string()
  .regex(/^\d+$/, 'must be a whole number')
  .optional()
  .meta({
    description:
      'How many times the event has passed through Posthorn. If you publish an event that you got from Posthorn, pass the ' +
      `header along. With more than ${requestLimits.hops} the event is in a loop and is rejected (508).`,
    examples: ['1'],
  })
  .transform((text) => Number(text ?? 0));

/** For operations that accept events and read no other headers. */
export const intakeHeaders = z.object({ 'X-Posthorn-Hops': hops, 'Idempotency-Key': idempotencyKey });

const eventTypeHeader = producedEventType.optional().meta({ description: 'The type of the event.' });

const ingestSignature = z
  .string()
  .optional()
  .meta({
    description:
      'Required if the subscription has an `ingest_secret` and the body is not the signed wrapper: lower-case hex of ' +
      'HMAC-SHA256(ingest_secret, body), with or without `sha256=` before it.',
    examples: ['sha256=9d8f0a1c5b3e7f6a2d4c8b1e0f9a7d6c5b4a3e2f1d0c9b8a7f6e5d4c3b2a1f0e'],
  });

export const ingestHeaders = z.object({
  'X-Event-Type': eventTypeHeader,
  'X-Posthorn-Signature': ingestSignature,
  'X-Posthorn-Hops': hops,
  'Idempotency-Key': idempotencyKey,
});

export const ingestBatchHeaders = z.object({
  'X-Posthorn-Signature': ingestSignature,
  'X-Posthorn-Hops': hops,
  'Idempotency-Key': idempotencyKey,
});

export const publishHeaders = z.object({
  'X-Event-Type': eventTypeHeader.meta({
    description: 'The type of the event, if the body is the payload itself. A JSON body has the type in it.',
  }),
  'X-Posthorn-Hops': hops,
  'Idempotency-Key': idempotencyKey,
});
