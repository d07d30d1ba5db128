import type { Context } from 'aws-lambda';
import type { PumpHandover } from '../src/ports/live-pump.ts';
import { Pump, type PumpNeeds, type PumpResult } from './live/pump.ts';

/** The event that starts a pump: from the first watcher, or from the pump before. */
interface PumpEvent {
  readonly handover?: PumpHandover;
}

export type LivePumpFunction = (
  event: PumpEvent,
  context: Context,
) => Promise<{ readonly result: PumpResult }>;

/** Shows changes to watchers until none is left, or until it hands over to the next invocation. */
export const createLivePumpFunction =
  (needs: PumpNeeds): LivePumpFunction =>
  async ({ handover }, context) => {
    const hasTimeLeft = (ms: number) => context.getRemainingTimeInMillis() > ms;
    return { result: await new Pump(needs).run(handover, hasTimeLeft) };
  };
