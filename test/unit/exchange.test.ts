import type { Dispatcher } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Exchange } from '../../src/adapters/http/exchange.ts';
import { attemptLimits } from '../../src/domain/limits.ts';
import type { SendResult } from '../../src/domain/response-classification.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TIMEOUT_MS = 2_500;

function begin() {
  const controller = { abort: vi.fn() } as unknown as Dispatcher.DispatchController;
  const settle = vi.fn<(result: SendResult) => void>();
  return { exchange: new Exchange(TIMEOUT_MS, settle), controller, settle };
}

const timeoutWaitingFor = (what: string) => ({
  kind: 'failure',
  failureKind: 'timeout',
  error: `timed out after 2.5 s, waiting for ${what}`,
});

describe('an exchange', () => {
  it('that gets no connection times out, and its request is withdrawn when there is one', () => {
    const { exchange, controller, settle } = begin();
    vi.advanceTimersByTime(TIMEOUT_MS);
    expect(settle.mock.calls).toEqual([[timeoutWaitingFor('a connection')]]);
    expect(() => exchange.onRequestStart(controller)).toThrow('deadline');
  });

  it.each([[[]], [[102]], [[102, 103]]])(
    'that gets no more than the interim responses %j times out',
    (statuses) => {
      const { exchange, controller, settle } = begin();
      exchange.onRequestStart(controller);
      for (const status of statuses) exchange.onResponseStart(controller, status, {});
      vi.advanceTimersByTime(TIMEOUT_MS - 1);
      expect(settle).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(settle.mock.calls).toEqual([[timeoutWaitingFor('a response')]]);
      expect(controller.abort).toHaveBeenCalledTimes(1);
    },
  );

  it('whose response does not end times out', () => {
    const { exchange, controller, settle } = begin();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    exchange.onResponseData(controller, Buffer.from('a'));
    vi.advanceTimersByTime(TIMEOUT_MS);
    expect(settle.mock.calls).toEqual([[timeoutWaitingFor('the end of the response')]]);
  });

  it('settles once, and leaves no timer behind', () => {
    const { exchange, controller, settle } = begin();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, { 'retry-after': ['1', '2'] });
    exchange.onResponseEnd();
    expect(vi.getTimerCount()).toBe(0);
    exchange.onResponseError(controller, new Error('late'));
    const excerpt = new Uint8Array(0);
    expect(settle.mock.calls).toEqual([[{ kind: 'response', statusCode: 200, retryAfter: '1', excerpt }]]);
  });

  it('keeps a copy of the beginning of the body, from as many chunks as it takes', () => {
    const { exchange, controller, settle } = begin();
    const { responseExcerptBytes } = attemptLimits;
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 500, {});
    const chunk = Buffer.alloc(responseExcerptBytes - 1, 'a');
    exchange.onResponseData(controller, chunk);
    chunk.fill('z');
    exchange.onResponseData(controller, Buffer.from('bc'));
    exchange.onResponseData(controller, Buffer.from('d'));
    exchange.onResponseEnd();
    const [result] = settle.mock.calls[0]!;
    const excerpt = result.kind === 'response' ? Buffer.from(result.excerpt).toString() : undefined;
    expect(excerpt).toBe(`${'a'.repeat(responseExcerptBytes - 1)}b`);
  });

  it('is cut off, as a response, by the first byte above the limit', () => {
    const { exchange, controller, settle } = begin();
    exchange.onRequestStart(controller);
    exchange.onResponseStart(controller, 200, {});
    exchange.onResponseData(controller, Buffer.alloc(attemptLimits.responseReadBytes));
    expect(settle).not.toHaveBeenCalled();
    exchange.onResponseData(controller, Buffer.alloc(1));
    expect(settle.mock.calls).toMatchObject([[{ kind: 'response', statusCode: 200 }]]);
    expect(controller.abort).toHaveBeenCalledTimes(1);
  });
});
