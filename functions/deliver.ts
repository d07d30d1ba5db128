import { deliverBatch } from '../src/application/deliver-batch.ts';
import type { DeliverNeeds } from '../src/application/needs.ts';
import { type BatchFunction, batchFunction } from './sqs-batch.ts';

/** Consumes the delivery queue: attempts each delivery, and leaves the messages on the queue that must come again. */
export const createDeliverFunction = (needs: DeliverNeeds): BatchFunction =>
  batchFunction(needs.log, (batch, remainingMs) => deliverBatch(needs, batch, remainingMs));
