import { describe, expect, it } from 'vitest';
import type { OperationId } from '../../client/src/calls.ts';
import { routes } from '../../client/src/generated/routes.ts';
import { PosthornError } from '../../client/src/posthorn.ts';
import { prepareCalls } from '../support/client-calls.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { type Fault, faults, once, tenantBehind, tooMany } from '../support/flaky-proxy.ts';
import { receiverForFile } from '../support/receiver.ts';

/** Every call of the client over a failing network: repeated only if that is safe. */

const service = await serviceForFile();
const receiver = await receiverForFile();

const operationIds = Object.keys(routes) as OperationId[];
const isKeyed = (id: OperationId) => routes[id].takesKey;
/** The service keeps no API key, so a repeat cannot show one again. */
const showsSecretOnce = (id: OperationId) => ['createApiKey', 'createTenant'].includes(id);
const isIdempotent = (id: OperationId) => ['GET', 'PUT', 'DELETE'].includes(routes[id].method);

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Only the identity of a resource that may change between two answers. */
const identityOf = (id: OperationId, answer: unknown): unknown =>
  /^(replay|retry|redrive|recover)/.test(id) ? (answer as { id: unknown }).id : answer;

describe('a call', () => {
  it('that takes a key is done once: its lost answer comes with the repeat', async () => {
    const { proxy, posthorn, direct } = await tenantBehind(service, once({ lost: 'hang up' }));
    const calls = await prepareCalls(direct, receiver);
    const ids = operationIds.filter(isKeyed).filter((id) => !showsSecretOnce(id));
    const answers = await Promise.all(
      ids.map(async (id) => [id, identityOf(id, await calls[id](posthorn))] as const),
    );
    const byKey = [...Map.groupBy(proxy.requests, ({ headers }) => headers['idempotency-key']).values()];
    expect(byKey.map(({ length }) => length)).toEqual(ids.map(() => 2));
    const lost = byKey.map(([request]) => JSON.parse(request!.answered!.body) as unknown);
    for (const [id, answer] of answers) {
      expect({ id, lost: lost.map((one) => identityOf(id, one)) }).toEqual({
        id,
        lost: expect.arrayContaining([answer]),
      });
    }
  });

  it('that shows a secret once is told by the repeat what the lost answer was about', async () => {
    const { proxy, posthorn, direct } = await tenantBehind(service, once({ lost: 'hang up' }));
    const calls = await prepareCalls(direct, receiver);
    for (const id of operationIds.filter(showsSecretOnce)) {
      const failure = await failureOf(calls[id](posthorn));
      expect(failure, id).toMatchObject({ status: 409, code: 'idempotency-conflict' });
      const lost = JSON.parse(proxy.requests.at(-2)!.answered!.body) as { id: string };
      expect((failure as Error).message, id).toContain(lost.id);
    }
  });

  it('that can be made again is, and what is deleted already is deleted', async () => {
    const { proxy, posthorn, direct } = await tenantBehind(service, once({ lost: 'hang up' }));
    const calls = await prepareCalls(direct, receiver);
    const ids = operationIds.filter(isIdempotent);
    const outcomes = await Promise.all(ids.map(async (id) => [id, await failureOf(calls[id](posthorn))]));
    expect(outcomes).toEqual(ids.map((id) => [id, undefined]));
    const deletions = proxy.requests.filter(({ method }) => method === 'DELETE');
    expect(deletions.map(({ answered }) => answered?.status).sort()).toEqual([
      ...[204, 204, 204, 204, 204, 204],
      ...[404, 404, 404, 404],
    ]);
  });

  it('to delete what was not there says so', async () => {
    const { proxy, posthorn } = await tenantBehind(service, once(tooMany));
    const call = posthorn.eventTypes.delete('nobody.knows');
    await expect(call).rejects.toMatchObject({ status: 404, code: 'not-found' });
    expect(proxy.requests).toHaveLength(2);
  });

  it.each(operationIds.filter((id) => !isKeyed(id) && !isIdempotent(id)))(
    'to %s is made once, whatever happens',
    async (id) => {
      let fault: Fault | undefined;
      const { proxy, posthorn, direct } = await tenantBehind(service, () => fault);
      const call = (await prepareCalls(direct, receiver))[id];
      for (const [name, next] of Object.entries(faults)) {
        fault = next;
        const from = proxy.requests.length;
        const failure = await failureOf(call(posthorn));
        expect({ name, failure }).toEqual({ name, failure: expect.any(PosthornError) });
        expect({ name, requests: proxy.requests.length - from }).toEqual({ name, requests: 1 });
      }
    },
  );
});
