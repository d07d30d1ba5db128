import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  GuardedResolver,
  NameNotResolved,
  ResolverDown,
} from '../../../../src/adapters/http/guarded-resolver.ts';
import { connectionLimits } from '../../../../src/adapters/http/limits.ts';
import { targetRules } from '../../../../src/domain/target-address.ts';

const rules = targetRules({ allowHttp: true, allowedCidrs: [] });
const failing = (code: string) => () => Promise.reject(Object.assign(new Error(), { code }));

describe('a name that is not resolved', () => {
  it.each(['ENOTFOUND', 'ENODATA'])('is the fault of the name when the answer is %s', async (code) => {
    const answers = vi.fn(async () => false);
    const resolver = new GuardedResolver(rules, failing(code), answers);
    await expect(resolver.resolve('shop.example')).rejects.toEqual(new NameNotResolved(code));
    expect(answers).not.toHaveBeenCalled();
  });

  it.each(['EAI_AGAIN', 'EAI_FAIL', 'ECONNREFUSED', 'ETIMEOUT', 'ESERVFAIL'])(
    'by %s is the fault of the name only if our own name servers answer',
    async (code) => {
      let isUp = true;
      const resolver = new GuardedResolver(rules, failing(code), async () => isUp);
      await expect(resolver.resolve('shop.example')).rejects.toBeInstanceOf(NameNotResolved);
      isUp = false;
      await expect(resolver.resolve('shop.example')).rejects.toBeInstanceOf(ResolverDown);
    },
  );

  it('by a fault of the machine keeps its code', async () => {
    const resolver = new GuardedResolver(rules, failing('EMFILE'));
    await expect(resolver.resolve('shop.example')).rejects.toMatchObject({ code: 'EMFILE' });
  });

  it('that ends in .invalid is not asked for (RFC 6761)', async () => {
    const resolveName = vi.fn(failing('EAI_AGAIN'));
    const resolver = new GuardedResolver(rules, resolveName, async () => false);
    await expect(resolver.resolve('shop.invalid')).rejects.toEqual(new NameNotResolved('ENOTFOUND'));
    expect(resolveName).not.toHaveBeenCalled();
  });

  it('checks our own name servers once for all names that fail at the same time', async () => {
    const answers = vi.fn(async () => false);
    const resolver = new GuardedResolver(rules, failing('EAI_AGAIN'), answers);
    const names = ['a.example', 'b.example', 'c.example'];
    await Promise.all(
      names.map((name) => expect(resolver.resolve(name)).rejects.toBeInstanceOf(ResolverDown)),
    );
    expect(answers).toHaveBeenCalledTimes(1);
  });
});

describe('a lookup that takes long', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([
    [true, undefined],
    [false, new ResolverDown('no answer')],
  ])('has a fault if our own name servers do not answer (they answer: %s)', async (isUp, fault) => {
    const found = Promise.withResolvers<LookupAddress[]>();
    const resolver = new GuardedResolver(
      rules,
      () => found.promise,
      async () => isUp,
    );
    const lookup = resolver.resolve('shop.example');
    await vi.advanceTimersByTimeAsync(connectionLimits.resolverCheckAfterMs);
    expect(resolver.faultOf('shop.example')).toEqual(fault);
    expect(resolver.faultOf('other.example')).toBeUndefined();
    found.resolve([{ address: '8.8.8.8', family: 4 }]);
    await lookup;
    expect(resolver.faultOf('shop.example')).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });
});
