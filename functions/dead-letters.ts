import { buryDeadLetters } from '../src/application/bury-dead-letters.ts';
import type { BuryNeeds } from '../src/application/needs.ts';
import { type BatchFunction, batchFunction } from './sqs-batch.ts';

/**
 * Consumes the dead-letter queue: records deliveries that cannot be processed, so that they are visible and can be
 * redriven.
 */
export const createDeadLettersFunction = (needs: BuryNeeds): BatchFunction =>
  batchFunction(needs.log, (batch, remainingMs) => buryDeadLetters(needs, batch, remainingMs));
