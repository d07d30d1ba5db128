import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { verifySource } from '../../../../src/domain/sources/verify-source.ts';
import { startReceiver } from '../../../support/receiver-servers.ts';

const EXAMPLE = /```sh\n(SECRET=.+?)```/s;
const run = promisify(execFile);

it('the example in docs/sources.md sends a request that its source verifies', async () => {
  const receiver = await startReceiver((response) => response.end('{"id": "sub_1"}'));
  const [, script = ''] = EXAMPLE.exec(readFileSync('docs/sources.md', 'utf8')) ?? [];
  await run('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, POSTHORN_URL: `http://127.0.0.1:${receiver.port}`, POSTHORN_API_KEY: 'key' },
  });

  const [creation, ingest] = receiver.requests;
  const { source, ingest_secret: secret } = JSON.parse(creation?.body.toString() ?? '');
  expect(creation?.path).toBe('/subscriptions');
  expect(ingest).toMatchObject({ path: '/ingest/sub_1?event_type=order.created', method: 'POST' });
  expect(ingest?.headers.authorization).toBeUndefined();
  const headers = ingest?.headers as Record<string, string>;
  const body = ingest?.body ?? Buffer.alloc(0);
  expect(body.toString()).toBe('{"order": 1001}');
  expect(verifySource(source, { headers, body, secret, nowMs: Date.now() })).toMatchObject({
    outcome: 'verified',
  });
});
