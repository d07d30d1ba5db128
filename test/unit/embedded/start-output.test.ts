import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { nextSteps, signInLine } from '../../../embedded/next-steps.ts';
import { requestLog } from '../../../embedded/request-log.ts';
import { terminalLine } from '../../../embedded/terminal-line.ts';
import type { Log } from '../../../src/ports/platform.ts';

/** The output of `npm start`. */

describe('terminalLine', () => {
  const standard = { time: '2026-11-30T09:00:00.000Z', level: 'info' };

  it('says a request in one line', () => {
    const fields = { method: 'POST', path: '/events', status: 202, duration_ms: 1.4 };
    const line = terminalLine({ ...standard, occurrence: 'request.answered', ...fields });
    expect(line).toBe('POST /events 202 (1.4 ms)');
  });

  it.each([
    [['order.*', 'invoice.paid'], 'new subscription sub_1 to https://shop.example for order.*, invoice.paid'],
    [[], 'new subscription sub_1 to https://shop.example for every event type'],
  ])('says a new subscription for %j', (types, text) => {
    const fields = { subscription_id: 'sub_1', target: 'https://shop.example', event_types: types };
    expect(terminalLine({ ...standard, occurrence: 'subscription.created', ...fields })).toBe(text);
  });

  it('says the fields of any other line, and the stack of an error below them', () => {
    const err = { message: 'broken', stack: 'Error: broken\n    at here' };
    const line = terminalLine({ ...standard, occurrence: 'batch.failed', messages: 2, group: 'a', err });
    expect(line).toBe('batch.failed messages=2 group=a\nError: broken\n    at here');
  });
});

describe('requestLog', () => {
  function answered(url: string, level: 'info' | 'debug' = 'info') {
    const lines: object[] = [];
    const ignore = () => {};
    const info: Log['info'] = (occurrence, fields) => lines.push({ occurrence, ...fields });
    const log = { debug: ignore, info, warn: ignore, error: ignore };
    const request = Object.assign(new IncomingMessage(new Socket()), { method: 'POST', url });
    const response = new ServerResponse(request).writeHead(202);
    requestLog(log, level)?.(request, response);
    response.emit('close');
    return lines;
  }

  it('has a line for each request, without its query', () => {
    expect(answered('/ingest/sub_1?token=t0ken')).toEqual([
      {
        occurrence: 'request.answered',
        method: 'POST',
        path: '/ingest/sub_1',
        status: 202,
        duration_ms: expect.any(Number),
      },
    ]);
  });

  it.each(['/healthz', '/healthz?x', '/docs/start.js'])('has none for %s', (url) => {
    expect(answered(url)).toEqual([]);
  });

  it.each(['warn', 'error', 'silent'] as const)(
    'is not there at the level %s, so that requests cost nothing',
    (level) => {
      const ignore = () => {};
      expect(requestLog({ debug: ignore, info: ignore, warn: ignore, error: ignore }, level)).toBeUndefined();
    },
  );
});

describe('signInLine', () => {
  const issue = () => ({ code: 'c0de', expiresAtMs: 0 });
  const service = {
    url: 'http://127.0.0.1:8000',
    adminKey: { key: 'phk_', id: 'key_1', tenantId: 'ten_1', file: undefined },
    runtime: { signInCodes: { issue } },
  } as const;

  it.each([
    [true, true],
    [true, false],
    [false, true],
  ])('has the link with isLocal %s on a terminal %s', (isLocal, isTerminal) => {
    expect(signInLine({ ...service, isLocal }, isTerminal, 'posthorn sign-in')).toBe(
      'dashboard, signed in: http://127.0.0.1:8000/dashboard/#code=c0de ' +
        '(once, within 10 minutes; a new link: posthorn sign-in)',
    );
  });

  it('keeps the link out of the log of a service that other machines reach', () => {
    expect(signInLine({ ...service, isLocal: false }, false, 'posthorn sign-in')).toBe(
      'dashboard: http://127.0.0.1:8000/dashboard/ (a link that signs in: posthorn sign-in)',
    );
  });
});

describe('nextSteps', () => {
  it('names nothing that is as usual', () => {
    const text = nextSteps({ url: 'http://127.0.0.1:8000' }, '.posthorn/api-key', 'npm run receiver');
    expect(text).toContain('\n  npm run receiver\n');
  });

  it('names another port and another folder', () => {
    const text = nextSteps({ url: 'http://127.0.0.1:8010' }, '/data/api-key', 'npm run receiver');
    expect(text).toContain(
      '  POSTHORN_URL=http://127.0.0.1:8010 POSTHORN_API_KEY=$(cat /data/api-key) npm run receiver\n',
    );
    expect(text).toContain('curl http://127.0.0.1:8010/events');
    expect(text).toContain('$(cat /data/api-key)"');
  });
});
