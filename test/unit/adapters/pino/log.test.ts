import { describe, expect, it } from 'vitest';
import { type LogLevel, pinoLog } from '../../../../src/adapters/pino/log.ts';

function aLog(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const log = pinoLog(level, { write: (line) => lines.push(line) });
  return { log, lines, only: () => JSON.parse(lines.join('')) as Record<string, unknown> };
}

describe('a log', () => {
  it('writes one JSON object a line: level, time, occurrence, fields', () => {
    const { log, lines } = aLog();
    log.info('delivery.attempted', { delivery_id: 'dlv_1', status_code: 200, text: 'two\nlines' });
    log.warn('queue.crowded');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(lines[0]!)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      occurrence: 'delivery.attempted',
      delivery_id: 'dlv_1',
      status_code: 200,
      text: 'two\nlines',
    });
    expect(JSON.parse(lines[1]!)).toMatchObject({ level: 'warn', occurrence: 'queue.crowded' });
  });

  it('tells the time as it is', () => {
    const beforeMs = Date.now();
    const { log, only } = aLog();
    log.info('now');
    const timeMs = Date.parse(only()['time'] as string);
    expect(timeMs).toBeGreaterThanOrEqual(beforeMs);
    expect(timeMs).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ] as const)('of level %s writes %j', (level, written) => {
    const { log, lines } = aLog(level);
    for (const name of ['debug', 'info', 'warn', 'error'] as const) log[name](name);
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(written);
  });

  it('logs an error with its message, stack and cause', () => {
    const { log, only } = aLog();
    log.error('batch.failed', { err: new TypeError('no such file', { cause: new Error('disk gone') }) });
    const err = only()['err'] as Record<string, string>;
    expect(err).toMatchObject({ type: 'TypeError', message: expect.stringContaining('no such file') });
    expect(err['stack']).toContain('log.test.ts');
    expect(err['stack']).toContain('disk gone');
  });
});

describe('a field with the name of a secret', () => {
  const SECRET = 'correct horse battery staple';
  const names = ['authorization', 'secret', 'ingestSecret', 'signingSecrets', 'payload', 'body', 'headers'];

  it.each(names)('is struck out in every line: %s', (name) => {
    const { log, lines, only } = aLog();
    log.info('careless', { [name]: SECRET, subscription: { [name]: { deep: SECRET } }, id: 'sub_1' });
    expect(lines.join('')).not.toContain(SECRET);
    expect(only()).toMatchObject({
      [name]: '[redacted]',
      subscription: { [name]: '[redacted]' },
      id: 'sub_1',
    });
  });

  it('is struck out of errors too', () => {
    const { log, lines } = aLog();
    log.error('careless', { err: Object.assign(new Error('refused'), { headers: { cookie: SECRET } }) });
    expect(lines.join('')).toContain('refused');
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('stays in the object that was logged', () => {
    const { log } = aLog();
    const subscription = { id: 'sub_1', secret: SECRET, headers: { a: SECRET } };
    log.info('careless', { subscription, secret: SECRET });
    expect(subscription).toEqual({ id: 'sub_1', secret: SECRET, headers: { a: SECRET } });
  });
});
