import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { GuardedResolver, type ResolveName } from '../../src/adapters/http/guarded-resolver.ts';
import { ResolvingTargetGuard } from '../../src/adapters/http/target-guard.ts';
import { targetRules } from '../../src/domain/target-address.ts';
import { ipv4, unknownName } from '../support/guarded-sender.ts';

describe('at registration a target', () => {
  const guardWith = (resolveName: ResolveName) => {
    const rules = targetRules({ allowHttp: false, allowedCidrs: [] });
    return new ResolvingTargetGuard(rules, new GuardedResolver(rules, resolveName));
  };

  it('is judged by its URL first, without a look-up', async () => {
    const resolveName = vi.fn<ResolveName>(unknownName);
    const guard = guardWith(resolveName);
    expect(await guard.faultOf('http://receiver.example/')).toBe('must begin with https://');
    expect(await guard.faultOf('https://0x7f.1/')).toBe('has an address that is not public');
    expect(await guard.faultOf('https://8.8.8.8/')).toBeUndefined();
    expect(resolveName).not.toHaveBeenCalled();
  });

  it('is accepted when all of its addresses are public', async () => {
    const guard = guardWith(async () => [...ipv4('8.8.8.8'), { address: '2606:4700:4700::1111', family: 6 }]);
    expect(await guard.faultOf('https://receiver.example/')).toBeUndefined();
  });

  it('is refused when one is not, which is not named', async () => {
    const guard = guardWith(async () => ipv4('8.8.8.8', '192.168.7.9'));
    expect(await guard.faultOf('https://receiver.example/')).toBe('names a host whose address is not public');
  });

  it('is accepted when its name does not resolve yet', async () => {
    expect(await guardWith(unknownName).faultOf('https://receiver.example/')).toBeUndefined();
  });

  it('is accepted when no answer comes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const verdict = guardWith(() => new Promise(() => {})).faultOf('https://receiver.example/');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await verdict).toBeUndefined();
  });
});
