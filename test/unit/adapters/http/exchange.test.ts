import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Exchange } from '../../../../src/adapters/http/exchange.ts';
import { ResolverDown } from '../../../../src/adapters/http/guarded-resolver.ts';
import { ConnectionClosed } from '../../../../src/adapters/http/send-failure.ts';
import { attemptLimits } from '../../../../src/domain/limits.ts';
import type { SendResult } from '../../../../src/domain/response-classification.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TIMEOUT_MS = 2_500;

function begin(ownFault?: () => Error | undefined) {
  const carrier = { readOn: vi.fn(), abandon: vi.fn() };
  const settle = vi.fn<(result: SendResult) => void>();
  const request = { head: '', body: new Uint8Array(0), timeoutMs: TIMEOUT_MS };
  const exchange = new Exchange(request, settle, ownFault);
  const read = (text: string) => exchange.response.read(Buffer.from(text, 'latin1'));
  return { exchange, carrier, settle, read };
}

/** Timers, and then the callbacks that wait for sockets. */
function pass(ms: number): void {
  vi.advanceTimersByTime(ms);
  vi.advanceTimersToNextTimer();
}

const timeoutWaitingFor = (what: string) => ({
  kind: 'failure',
  failureKind: 'timeout',
  error: `timed out after 2.5 s, waiting for ${what}`,
});

const response = (statusCode: number, text: string) => ({
  kind: 'response',
  statusCode,
  retryAfter: undefined,
  excerpt: text === '' ? new Uint8Array(0) : Buffer.from(text),
});

describe('an exchange', () => {
  it('that gets no connection times out', () => {
    const { settle } = begin();
    pass(TIMEOUT_MS);
    expect(settle.mock.calls).toEqual([[timeoutWaitingFor('a connection')]]);
  });

  it('that gets no connection by a fault of Posthorn is no failure of the receiver', () => {
    const { settle } = begin(() => new ResolverDown('no answer'));
    pass(TIMEOUT_MS);
    expect(settle).toHaveBeenCalledWith({
      kind: 'own_fault',
      error: 'the name servers of this machine do not answer (no answer)',
    });
  });

  it.each([
    ['', 'a response'],
    ['HTTP/1.1 102 Processing\r\n\r\n', 'a final response after HTTP 102'],
    ['HTTP/1.1 199 Odd\r\n\r\n', 'a final response after HTTP 199'],
    ['HTTP/1.1 20', 'a response'],
  ])('that gets no more than %j times out, and closes its connection', (text, what) => {
    const { exchange, carrier, settle, read } = begin();
    exchange.begin(carrier);
    read(text);
    vi.advanceTimersByTime(TIMEOUT_MS - 1);
    expect(settle).not.toHaveBeenCalled();
    pass(1);
    expect(settle.mock.calls).toEqual([[timeoutWaitingFor(what)]]);
    expect(carrier.abandon).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab', 'ab'],
    ['HTTP/1.1 200 OK\r\nx: y', ''],
    ['HTTP/1.1 200 O', ''],
  ])('whose deadline passes after %j has the status and what there is of the body', (text, excerpt) => {
    const { exchange, carrier, settle, read } = begin();
    exchange.begin(carrier);
    read(text);
    pass(TIMEOUT_MS);
    expect(settle.mock.calls).toEqual([[response(200, excerpt)]]);
    expect(carrier.abandon).toHaveBeenCalledTimes(1);
  });

  it('reads the received bytes of its connection before the deadline decides', () => {
    const { exchange, carrier, settle, read } = begin();
    exchange.begin(carrier);
    vi.advanceTimersByTime(TIMEOUT_MS);
    expect(carrier.readOn).toHaveBeenCalledTimes(1);
    expect(settle).not.toHaveBeenCalled();
    read('HTTP/1.1 204 No Content\r\n\r\n');
    exchange.finish();
    expect(settle.mock.calls).toEqual([[response(204, '')]]);
    vi.advanceTimersToNextTimer();
    expect(settle).toHaveBeenCalledTimes(1);
  });

  it('settles once, and leaves no timer behind', () => {
    const { exchange, carrier, settle, read } = begin();
    exchange.begin(carrier);
    read('HTTP/1.1 200 OK\r\nRetry-After: 1\r\nretry-after: 2\r\nContent-Length: 0\r\n\r\n');
    exchange.finish();
    expect(vi.getTimerCount()).toBe(0);
    exchange.fail(new Error('late'));
    expect(settle.mock.calls).toEqual([[{ ...response(200, ''), retryAfter: '1' }]]);
  });

  it.each([
    ['', 'connection', 'connection closed by the receiver before its response was complete'],
    [
      'HTTP/1.1 103 Early Hints\r\n\r\n',
      'invalid_response',
      'connection closed by the receiver after HTTP 103, which is informational, without a final response',
    ],
  ])('whose connection closes after %j fails', (text, failureKind, error) => {
    const { exchange, carrier, settle, read } = begin();
    exchange.begin(carrier);
    read(text);
    exchange.fail(new ConnectionClosed());
    expect(settle.mock.calls).toEqual([[{ kind: 'failure', failureKind, error }]]);
  });

  it('whose connection breaks inside the body has its status', () => {
    const { exchange, carrier, settle, read } = begin();
    exchange.begin(carrier);
    read('HTTP/1.1 500 Oops\r\ncontent-length: 100\r\n\r\nthe stack');
    exchange.fail(Object.assign(new Error(), { code: 'ECONNRESET' }));
    expect(settle.mock.calls).toEqual([[response(500, 'the stack')]]);
  });

  it('keeps a copy of the beginning of the body, from as many pieces as it takes', () => {
    const { exchange, settle, read } = begin();
    const { responseExcerptBytes } = attemptLimits;
    read('HTTP/1.1 500 Oops\r\n\r\n');
    read('a'.repeat(responseExcerptBytes - 1));
    read('bc');
    read('d');
    exchange.response.end();
    exchange.finish();
    expect(settle.mock.calls).toEqual([[response(500, `${'a'.repeat(responseExcerptBytes - 1)}b`)]]);
  });

  it('is over, as a response, with the first byte above the limit', () => {
    const { exchange, read } = begin();
    read('HTTP/1.1 200 OK\r\n\r\n');
    read('x'.repeat(attemptLimits.responseReadBytes));
    expect(exchange.response.isOver).toBe(false);
    read('x');
    expect(exchange.response).toMatchObject({ isOver: true, status: 200, keepsConnection: false });
  });
});
