import { createHash, timingSafeEqual } from 'node:crypto';
import type { TenantId } from '../../domain/ids.ts';
import { signInLimits } from '../../domain/limits.ts';
import { type Clock, monotonicMs, type Randomness } from '../../ports/platform.ts';
import type { SignInCodes, SignInOwner } from '../../ports/sign-ins.ts';

const CODE_BYTES = 32;

interface Issued {
  readonly hash: Buffer;
  readonly owner: SignInOwner;
  /** By the monotonic clock. */
  readonly endsMs: number;
}

/** For one process: a restart ends all codes. */
export class MemorySignInCodes implements SignInCodes {
  readonly #clock: Clock;
  readonly #randomness: Pick<Randomness, 'bytes'>;
  /** Oldest first. */
  #issued: Issued[] = [];

  constructor(clock: Clock, randomness: Pick<Randomness, 'bytes'>) {
    this.#clock = clock;
    this.#randomness = randomness;
  }

  issue(owner: SignInOwner) {
    const code = Buffer.from(this.#randomness.bytes(CODE_BYTES)).toString('base64url');
    const lifeMs = signInLimits.codeSeconds * 1_000;
    const issued = { hash: hashOf(code), owner, endsMs: monotonicMs(this.#clock) + lifeMs };
    this.#makeRoom(owner.tenantId);
    this.#issued.push(issued);
    return { code, expiresAtMs: this.#clock.nowMs() + lifeMs };
  }

  /** Ends expired codes, then the oldest code of the tenant, or of the tenant with the most codes, if a limit is reached. */
  #makeRoom(tenantId: TenantId): void {
    const nowMs = monotonicMs(this.#clock);
    this.#issued = this.#issued.filter(({ endsMs }) => endsMs > nowMs);
    const ofTenants = Map.groupBy(this.#issued, ({ owner }) => owner.tenantId);
    const own = ofTenants.get(tenantId) ?? [];
    if (own.length >= signInLimits.codesPerTenant) this.#end(own);
    else if (this.#issued.length >= signInLimits.codesMost)
      this.#end([...ofTenants.values()].reduce((most, some) => (some.length > most.length ? some : most)));
  }

  #end([oldest]: readonly Issued[]): void {
    this.#issued = this.#issued.filter((one) => one !== oldest);
  }

  /** Compares with every code, each in constant time. */
  take(code: string): SignInOwner | undefined {
    const hash = hashOf(code);
    const found = this.#issued.filter((one) => timingSafeEqual(one.hash, hash));
    this.#issued = this.#issued.filter((one) => !found.includes(one));
    const nowMs = monotonicMs(this.#clock);
    return found.find(({ endsMs }) => endsMs > nowMs)?.owner;
  }
}

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();
