import { readTargetUrl, type TargetRules } from '../../domain/target-address.ts';
import type { TargetGuard } from '../../ports/receivers.ts';
import { BlockedAddress, type GuardedResolver } from './guarded-resolver.ts';
import { connectionLimits } from './limits.ts';

/** Checks a target by its URL and by the addresses that its name resolves to now. */
export class ResolvingTargetGuard implements TargetGuard {
  readonly #rules: TargetRules;
  readonly #resolver: GuardedResolver;

  constructor(rules: TargetRules, resolver: GuardedResolver) {
    this.#rules = rules;
    this.#resolver = resolver;
  }

  async faultOf(text: string): Promise<string | undefined> {
    const target = readTargetUrl(text, this.#rules);
    if (target.outcome === 'refused') return target.fault;
    if (target.hostName === undefined) return undefined;
    return (await this.#isBlocked(target.hostName)) ? 'names a host whose address is not public' : undefined;
  }

  /** A name that does not resolve, or not in time, is no fault: it can be created after the registration. */
  #isBlocked(hostName: string): Promise<boolean> {
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, connectionLimits.nameLookupSeconds * 1_000, false);
      this.#resolver
        .resolve(hostName)
        .then(
          () => resolve(false),
          (error: unknown) => resolve(error instanceof BlockedAddress),
        )
        .finally(() => clearTimeout(patience));
    });
  }
}
