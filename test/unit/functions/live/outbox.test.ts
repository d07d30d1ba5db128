import { describe, expect, it } from 'vitest';
import { type Item, OUTBOX_MOST, Outbox } from '../../../../functions/live/outbox.ts';
import type { LeftOut } from '../../../../src/http/live/output.ts';

const delivery = (atMs: number): Item => ({ kind: 'delivery', atMs, text: `delivery ${atMs}` });
const attempt = (atMs: number): Item => ({ kind: 'attempt', atMs, text: `attempt ${atMs}` });

const shown = ({ reason, deliveries, attempts, fromMs, toMs }: LeftOut): string =>
  `skipped ${reason} ${deliveries} ${attempts} ${fromMs}-${toMs}`;

function takeAll(outbox: Outbox): string[] {
  const texts: string[] = [];
  for (let next = outbox.take(shown); next !== undefined; next = outbox.take(shown)) texts.push(next.text);
  return texts;
}

describe('an outbox', () => {
  it('keeps the order of changes and notices', () => {
    const outbox = new Outbox();
    outbox.offer(attempt(1));
    outbox.offer(delivery(1));
    outbox.notice('hello');
    expect(takeAll(outbox)).toEqual(['attempt 1', 'delivery 1', 'hello']);
    expect(outbox.isEmpty).toBe(true);
  });

  it('counts changes while it is full, and tells the count after those that it has kept', () => {
    const outbox = new Outbox();
    for (let atMs = 1; atMs <= OUTBOX_MOST; atMs += 1) outbox.offer(delivery(atMs));
    for (let atMs = 1_000; atMs < 11_000; atMs += 1) {
      outbox.offer(attempt(atMs));
      outbox.offer(delivery(atMs));
    }
    const texts = takeAll(outbox);
    expect(texts).toHaveLength(OUTBOX_MOST + 1);
    expect(texts.at(-1)).toBe('skipped busy 10000 10000 1000-10999');
  });

  it('leaves out everything until the count is told, so that times do not overlap', () => {
    const outbox = new Outbox();
    for (let atMs = 1; atMs <= OUTBOX_MOST + 1; atMs += 1) outbox.offer(delivery(atMs));
    outbox.take(shown);
    outbox.offer(delivery(500));
    expect(takeAll(outbox).at(-1)).toBe(`skipped busy 2 0 ${OUTBOX_MOST + 1}-500`);
    outbox.offer(delivery(501));
    expect(takeAll(outbox)).toEqual(['delivery 501']);
  });

  it('counts a change that could not be sent as left out by a slow reader', () => {
    const outbox = new Outbox();
    outbox.putBack(delivery(7));
    outbox.offer(delivery(8));
    expect(takeAll(outbox)).toEqual(['skipped slow_reader 2 0 7-8']);
  });

  it('sends a notice again that could not be sent', () => {
    const outbox = new Outbox();
    outbox.notice('hello');
    outbox.offer(delivery(1));
    const hello = outbox.take(shown);
    if (hello !== undefined) outbox.putBack(hello);
    expect(takeAll(outbox)).toEqual(['hello', 'delivery 1']);
  });
});
