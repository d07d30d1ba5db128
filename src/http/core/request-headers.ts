import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';

/** The request headers that operations read, under the names that they are documented and reported by. */

const MOST = requestLimits.idempotencyKeyCharacters;

export const idempotencyKey = z
  .string()
  .regex(new RegExp(`^[!-~]{1,${MOST}}$`), `must be 1–${MOST} visible ASCII characters`)
  .optional()
  .meta({
    description:
      'Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done ' +
      'twice. With another request it is a 409.',
    examples: ['order-1001-created'],
  });

export const idempotencyHeaders = z.object({ 'Idempotency-Key': idempotencyKey });
