import type { Attempt, Delivery } from '../generated/openapi.ts';
import { type Change, changesSince, type Seen, seenNow } from '../live/changes.ts';
import type { CommandContext } from './command.ts';
import type { Colour, Output } from './output.ts';
import { duration } from './text.ts';

/** One line about an attempt or a status. */
export function tell(output: Output, { delivery, attempt }: Change): void {
  const { id, event_id, event_type, subscription_id, target_url, status } = delivery;
  const json = {
    ...{ delivery_id: id, event_id, event_type, subscription_id, target_url, status },
    attempt: attempt ?? null,
  };
  output.result(json, () => {
    const time = output.paint('dim', attempt?.started_at ?? delivery.updated_at);
    const what =
      attempt === undefined ? statusText(output, delivery) : attemptText(output, delivery, attempt);
    const which = output.paint('dim', `${event_type ?? '(no type)'} ${id}`);
    return [time, what, which, output.paint('dim', `to ${target_url}`)].join('  ');
  });
}

const colourOf: Readonly<Record<Delivery['status'], Colour>> = {
  pending: 'yellow',
  retrying: 'yellow',
  delivered: 'green',
  exhausted: 'red',
  cancelled: 'dim',
};

function statusText(output: Output, { status, status_reason }: Delivery): string {
  const reason = status_reason === null ? '' : ` (${status_reason})`;
  return output.paint(colourOf[status], `${status}${reason}`);
}

function attemptText(output: Output, delivery: Delivery, attempt: Attempt): string {
  const isLast = attempt.number === delivery.attempt_count;
  const colour = attempt.outcome === 'succeeded' ? 'green' : 'red';
  const answer = attempt.status_code ?? attempt.failure_kind ?? 'no answer';
  const error = attempt.status_code === null && attempt.error !== null ? `: ${attempt.error}` : '';
  const text = `attempt ${attempt.number} ${attempt.outcome} ${answer}${error} in ${duration(attempt.duration_ms)}`;
  return [output.paint(colour, text), ...(isLast ? [statusText(output, delivery)] : [])].join(', ');
}

const LOOK_MS_FIRST = 100;
const LOOK_MS_MOST = 2_000;

/**
 * Prints progress until all deliveries have ended, or the time is over.
 * @param seen the known part of each delivery
 * @returns the number of deliveries that were not delivered
 */
export async function waitForDeliveries(
  context: CommandContext,
  seen: Map<string, Seen | undefined>,
  seconds: number,
): Promise<number> {
  const { output, surroundings, signal } = context;
  const endsAtMs = surroundings.nowMs() + seconds * 1_000;
  for (let pauseMs = LOOK_MS_FIRST; ; pauseMs = Math.min(LOOK_MS_MOST, pauseMs * 1.5)) {
    await tellNews(context, seen);
    const openCount = [...seen.values()].filter(isOpen).length;
    const leftMs = endsAtMs - surroundings.nowMs();
    if (openCount === 0 || leftMs <= 0) {
      if (openCount > 0) output.error(`${openCount} still open after ${seconds} s`);
      return [...seen.values()].filter((known) => known?.status !== 'delivered').length;
    }
    await surroundings.sleep(Math.min(pauseMs, leftMs), signal);
  }
}

const isOpen = (seen: Seen | undefined): boolean =>
  seen === undefined || seen.status === 'pending' || seen.status === 'retrying';

async function tellNews(
  { output, service, signal }: CommandContext,
  seen: Map<string, Seen | undefined>,
): Promise<void> {
  const { api } = service();
  for (const [id, known] of seen) {
    if (!isOpen(known)) continue;
    const delivery = await api.deliveries.get(id, { signal });
    for (const change of changesSince(known, delivery)) tell(output, change);
    seen.set(id, seenNow(delivery));
  }
}
