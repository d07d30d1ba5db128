import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { GuardedResolver, type ResolveName } from '../../src/adapters/http/guarded-resolver.ts';
import { HttpWebhookSender } from '../../src/adapters/http/webhook-sender.ts';
import { targetRules } from '../../src/domain/target-address.ts';
import { ipv4, requestTo, senderWith, unknownName } from '../support/guarded-sender.ts';
import { startReceiver } from '../support/receiver-servers.ts';

describe('a name', () => {
  it('is connected to at the address that was checked', async () => {
    const receiver = await startReceiver((response) => response.end());
    const resolveName = vi.fn<ResolveName>(async () => ipv4('127.0.0.1'));
    const sender = senderWith({ resolveName });
    const result = await sender.send(requestTo(`http://receiver.example:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(receiver.requests[0]!.headers.host).toBe(`receiver.example:${receiver.port}`);
    expect(resolveName.mock.calls).toEqual([['receiver.example']]);
  });

  it('is connected to at another of its addresses when the first does not answer', async () => {
    const receiver = await startReceiver((response) => response.end());
    const resolveName = async () => ipv4('127.0.0.2', '127.0.0.1');
    const sender = senderWith({ allowedCidrs: ['127.0.0.0/8'], resolveName });
    const result = await sender.send(requestTo(`http://receiver.example:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
  });

  it('is looked up once for all who wait for it', async () => {
    const receiver = await startReceiver((response) => response.end());
    const resolveName = vi.fn<ResolveName>(async () => ipv4('127.0.0.1'));
    const sender = senderWith({ resolveName });
    const url = `http://receiver.example:${receiver.port}/`;
    await Promise.all(Array.from({ length: 20 }, () => sender.send(requestTo(url))));
    expect(receiver.requests).toHaveLength(20);
    expect(resolveName).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['ENOTFOUND', unknownName],
    ['ENODATA', async () => []],
  ])('without addresses is a DNS failure (%s)', async (code, resolveName) => {
    const result = await senderWith({ resolveName }).send(requestTo('http://nowhere.example/'));
    const error = `the host name could not be resolved (${code})`;
    expect(result).toEqual({ kind: 'failure', failureKind: 'dns', error });
  });

  it.each([
    ['private', ipv4('10.0.0.1')],
    ['private, beside an allowed one', ipv4('127.0.0.1', '10.0.0.1')],
    ['private, before an allowed one', ipv4('10.0.0.1', '127.0.0.1')],
    ['loopback of IPv6, beside an allowed one', [...ipv4('127.0.0.1'), { address: '::1', family: 6 }]],
    ['link-local with a zone', [{ address: 'fe80::1%eth0', family: 6 }]],
    ['no address at all', ipv4('localhost')],
  ])('with an address that is %s is blocked, without naming the address', async (_what, addresses) => {
    const receiver = await startReceiver((response) => response.end());
    const sender = senderWith({ resolveName: async () => addresses });
    const result = await sender.send(requestTo(`http://receiver.example:${receiver.port}/`));
    const error = 'the host has an address that is not public';
    expect(result).toEqual({ kind: 'failure', failureKind: 'blocked_address', error });
    expect(receiver.connectionCount()).toBe(0);
  });

  it('that answers with another address later is checked again (rebinding)', async () => {
    const receiver = await startReceiver((response) =>
      response.writeHead(200, { connection: 'close' }).end(),
    );
    const answers = [ipv4('127.0.0.1'), ipv4('127.0.0.2'), ipv4('127.0.0.1')];
    const sender = senderWith({ resolveName: async () => answers.shift() ?? [] });
    const url = `http://rebinding.example:${receiver.port}/`;
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'response' });
    expect(await sender.send(requestTo(url))).toMatchObject({ failureKind: 'blocked_address' });
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'response' });
    expect(receiver.connectionCount()).toBe(2);
  });

  it('is resolved by the system where nothing else is given', async () => {
    const receiver = await startReceiver((response) => response.end());
    const rules = targetRules({ allowHttp: true, allowedCidrs: ['127.0.0.0/8', '::1/128'] });
    const sender = new HttpWebhookSender({ rules, resolver: new GuardedResolver(rules) });
    onTestFinished(() => sender.close());
    const result = await sender.send(requestTo(`http://localhost:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
  });
});

describe('an address in the URL', () => {
  it.each(['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]'])(
    'is blocked: %s',
    async (host) => {
      const receiver = await startReceiver((response) => response.end());
      const sender = senderWith({ allowedCidrs: [] });
      const result = await sender.send(requestTo(`http://${host}:${receiver.port}/`));
      const error = 'the URL has an address that is not public';
      expect(result).toEqual({ kind: 'failure', failureKind: 'blocked_address', error });
      expect(receiver.connectionCount()).toBe(0);
    },
  );

  it('is blocked over plain HTTP where only HTTPS is allowed', async () => {
    const receiver = await startReceiver((response) => response.end());
    const sender = senderWith({ allowHttp: false });
    const result = await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'blocked_address' });
    expect(receiver.connectionCount()).toBe(0);
  });
});
