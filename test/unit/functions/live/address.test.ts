import { describe, expect, it } from 'vitest';
import { type AddressEvent, createLiveAddressFunction } from '../../../../functions/live-address.ts';
import { pinoLog } from '../../../../src/adapters/pino/log.ts';

function world({ recordFails = false } = {}) {
  const done: string[] = [];
  const responses: Record<string, unknown>[] = [];
  const handle = createLiveAddressFunction({
    urlOf: async ({ apiId, apiStage }) => `wss://${apiId}.example/${apiStage}`,
    record: async (url) => {
      if (recordFails) throw new Error('the table is gone');
      done.push(`record ${url}`);
    },
    forget: async (url) => void done.push(`forget ${url}`),
    respond: async (url, body) => void responses.push({ url, ...JSON.parse(body) }),
    log: pinoLog('silent', { write: () => {} }),
  });
  const send = (RequestType: AddressEvent['RequestType'], PhysicalResourceId?: string) =>
    handle({
      RequestType,
      ...(PhysicalResourceId !== undefined && { PhysicalResourceId }),
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Address',
      ResponseURL: 'https://cloudformation.example/answer',
      ResourceProperties: { apiId: 'api', apiStage: 'prod' },
    });
  return { done, responses, send };
}

const ids = { url: 'https://cloudformation.example/answer', StackId: 'stack', RequestId: 'request' };

describe('the custom resource of the address', () => {
  it('records the address, and answers with it as its id', async () => {
    const { done, responses, send } = world();
    await send('Create');
    expect(done).toEqual(['record wss://api.example/prod']);
    expect(responses).toMatchObject([
      { ...ids, Status: 'SUCCESS', PhysicalResourceId: 'wss://api.example/prod' },
    ]);
  });

  it('records another address, after which CloudFormation deletes the one before', async () => {
    const { done, responses, send } = world();
    await send('Update', 'wss://before.example/prod');
    expect(responses).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'wss://api.example/prod' }]);
    await send('Delete', 'wss://before.example/prod');
    expect(done.at(-1)).toBe('forget wss://before.example/prod');
    expect(responses.at(-1)).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'wss://before.example/prod',
    });
  });

  it('answers a failure too: CloudFormation would wait for an hour', async () => {
    const { responses, send } = world({ recordFails: true });
    await send('Create');
    expect(responses).toMatchObject([{ ...ids, Status: 'FAILED', PhysicalResourceId: 'none' }]);
  });
});
