import { createHash, timingSafeEqual } from 'node:crypto';
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
  #issued: readonly Issued[] = [];

  constructor(clock: Clock, randomness: Pick<Randomness, 'bytes'>) {
    this.#clock = clock;
    this.#randomness = randomness;
  }

  issue(owner: SignInOwner) {
    const code = Buffer.from(this.#randomness.bytes(CODE_BYTES)).toString('base64url');
    const lifeMs = signInLimits.codeSeconds * 1_000;
    const issued = { hash: hashOf(code), owner, endsMs: monotonicMs(this.#clock) + lifeMs };
    this.#issued = [...this.#issued, issued].slice(-signInLimits.codesMost);
    return { code, expiresAtMs: this.#clock.nowMs() + lifeMs };
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
