import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';

/** The request headers that operations read, under their documented names. */

const MOST = requestLimits.idempotencyKeyCharacters;

export const idempotencyKey = z
  .string()
  .regex(new RegExp(`^[!-~]{1,${MOST}}$`), `must be 1–${MOST} visible ASCII characters`)
  .optional()
  .meta({
    description:
      'Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done ' +
      'twice. The same key with a different request is a 409.',
    examples: ['order-1001-created'],
  });

export const idempotencyHeaders = z.object({ 'Idempotency-Key': idempotencyKey });
