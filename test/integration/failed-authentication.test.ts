import { describe, expect, it, onTestFinished } from 'vitest';
import { startService } from '../../embedded/service.ts';
import { createApiFunction } from '../../functions/api.ts';
import { parseEmbeddedEnvironment } from '../../src/config/embedded-environment.ts';
import { authenticationLimits } from '../../src/domain/limits.ts';
import type { ApiGatewayEvent } from '../../src/http/core/api-gateway.ts';
import type { Log, MetricName } from '../../src/ports/platform.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { addApiKey, folderForTest, runtimeForTest, VERSION } from '../support/embedded-service.ts';
import { httpContext, httpEvent, restEvent } from '../support/lambda-events.ts';

/** Calls without valid credentials are logged, counted, and slowed by source address. */

const { burst, perSecond } = authenticationLimits.failures;
const WRONG = 'phk_0000000000000000000000000000000000000000000';

interface Line {
  readonly occurrence: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

function keptLog() {
  const lines: Line[] = [];
  const note = (occurrence: string, fields?: Line['fields']) => void lines.push({ occurrence, fields });
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const failures = () =>
    lines.filter(({ occurrence }) => occurrence === 'authentication.failed').map(({ fields }) => fields);
  return { log, lines, failures };
}

/** The function behind API Gateway, with a clock that stands still until it is moved. */
async function apiForTest() {
  const clock = { ms: 1_769_851_800_000, nowMs: () => clock.ms };
  const runtime = await runtimeForTest(clock);
  const key = await addApiKey(runtime, ['read']);
  const { log, failures } = keptLog();
  const counted: MetricName[] = [];
  const metrics = { count: (name: MetricName) => void counted.push(name) };
  const api = createApiFunction({ ...runtime, log, metrics });
  const call = (authorization: string | undefined, address = '203.0.113.7', eventOf = restEvent) =>
    api(
      from(
        address,
        eventOf({
          method: 'GET',
          path: '/subscriptions',
          ...(authorization !== undefined && { headers: { Authorization: authorization } }),
        }),
      ),
      httpContext,
    );
  const fail = async (times: number, address?: string) => {
    const statuses: number[] = [];
    for (let n = 0; n < times; n += 1) statuses.push((await call(`Bearer ${WRONG}`, address)).statusCode);
    return statuses;
  };
  return { call, fail, key, clock, counted, failures };
}

function from(address: string, event: ApiGatewayEvent): ApiGatewayEvent {
  const { requestContext } = event;
  if ('http' in requestContext) requestContext.http.sourceIp = address;
  else requestContext.identity.sourceIp = address;
  return event;
}

describe('a call without valid credentials', () => {
  it.each([
    ['without a header', undefined, 'missing'],
    ['of another scheme', 'Basic eDp5', 'malformed'],
    ['with an unknown key', `Bearer ${WRONG}`, 'unknown_key'],
    ['with a forged token', 'Bearer pht_e30.AAAA', 'forged_token'],
  ])('%s is logged with its reason and source, and counted', async (_, authorization, reason) => {
    const { call, counted, failures } = await apiForTest();
    for (const eventOf of [restEvent, httpEvent] as (typeof restEvent)[]) {
      const answer = await call(authorization, '198.51.100.9', eventOf);
      expect(answer.statusCode).toBe(401);
      const { request_id } = JSON.parse(answer.body) as { request_id: string };
      expect(failures().at(-1)).toEqual({ reason, source_address: '198.51.100.9', request_id });
    }
    expect(counted).toEqual(['AuthenticationFailed', 'AuthenticationFailed']);
  });

  it('is refused with 429 beyond the burst, and with 401 at the pace of the limit', async () => {
    const { call, fail, clock } = await apiForTest();
    expect(new Set(await fail(burst))).toEqual(new Set([401]));
    const answer = await call(`Bearer ${WRONG}`);
    expect(answer).toMatchObject({
      statusCode: 429,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
    });
    expect(JSON.parse(answer.body)).toMatchObject({ type: 'urn:posthorn:problem:rate-limited' });
    clock.ms += 1_000;
    expect((await fail(perSecond + 1)).filter((status) => status === 401)).toHaveLength(perSecond);
  });

  it('is counted under its address: IPv6 addresses of one /64 are one', async () => {
    const { fail } = await apiForTest();
    await fail(burst, '2001:db8:1:2::1');
    expect(await fail(1, '2001:db8:1:2:ffff::9')).toEqual([429]);
    expect(await fail(1, '2001:db8:1:3::1')).toEqual([401]);
    expect(await fail(1, '203.0.113.7')).toEqual([401]);
  });

  it('is slowed only if its credentials are none of this service, and counts nothing if they are valid', async () => {
    const { call, fail, key } = await apiForTest();
    for (let n = 0; n <= burst; n += 1) expect((await call(undefined)).statusCode).toBe(401);
    for (let n = 0; n <= burst; n += 1) expect((await call('Bearer')).statusCode).toBe(401);
    for (let n = 0; n <= burst; n += 1) expect((await call(`Bearer ${key}`)).statusCode).toBe(200);
    expect(await fail(1)).toEqual([401]);
  });
});

it('of 400 wrong keys from one address many are slowed, while a valid key works and no key is logged', async () => {
  const { log, lines, failures } = keptLog();
  const environment = parseEmbeddedEnvironment({ PORT: '0', POSTHORN_DATA_DIR: await folderForTest() });
  const service = await startService(environment, VERSION, log);
  onTestFinished(() => service.stop());
  const [stranger, admin] = [WRONG, service.adminKey.key].map((key) => new ApiClient(service.url, key));
  const statuses = new Map<number, number>();
  for (let n = 0; n < 400; n += 1) {
    const answer = await stranger!.send('GET', '/subscriptions');
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 429) {
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(problemIn(answer).type).toBe('urn:posthorn:problem:rate-limited');
    }
    if (n % 40 === 0) expect((await admin!.send('GET', '/subscriptions')).status).toBe(200);
  }
  expect([...statuses.keys()].sort()).toEqual([401, 429]);
  expect(failures()).toHaveLength(statuses.get(401)!);
  expect(failures()[0]).toMatchObject({ reason: 'unknown_key', source_address: '127.0.0.1' });
  const logged = JSON.stringify(lines);
  expect(logged).not.toContain(WRONG);
  expect(logged).not.toContain(service.adminKey.key);
});
