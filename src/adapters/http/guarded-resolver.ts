import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { addressIsAllowed, type TargetRules } from '../../domain/target-address.ts';
import { connectionLimits } from './limits.ts';
import { descriptorFault, type ResolverCheck, systemResolverAnswers } from './resolver-check.ts';

/** Returns all addresses of a name, or rejects with an error that has a `code`. */
export type ResolveName = (hostName: string) => Promise<readonly LookupAddress[]>;

const systemResolve: ResolveName = (hostName) => lookup(hostName, { all: true });

/** One of a name's addresses is not allowed. */
export class BlockedAddress extends Error {}

/** The name servers of this machine do not answer, so nothing is known about the name. */
export class ResolverDown extends Error {
  constructor(code: string) {
    super(`the name servers of this machine do not answer (${code})`);
  }
}

/** A name has no addresses, or its servers do not answer. */
export class NameNotResolved extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`the host name could not be resolved (${code})`);
    this.code = code;
  }
}

/** The name servers answered, and their answer is about the name. */
const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA']);

/** These names never exist (RFC 6761, section 6.4), so no name server is asked. */
const isInvalidName = (hostName: string): boolean => /(^|\.)invalid\.?$/.test(hostName);

/**
 * Resolves names for connections. Every address of a name is checked, and the connection is made to the checked
 * address: a second lookup could give another answer, for example first 203.0.113.7 and then 127.0.0.1 (DNS rebinding).
 */
export class GuardedResolver {
  readonly #rules: TargetRules;
  readonly #resolveName: ResolveName;
  readonly #answers: ResolverCheck;
  /** Names whose lookup is slow while this machine's name servers do not answer. */
  readonly #unanswered = new Set<string>();
  #check: Promise<boolean> | undefined;
  readonly #underWay = new Map<string, Promise<LookupAddress[]>>();

  /**
   * `answers` checks the name servers when a lookup gives no answer. For other ways to resolve names it always returns
   * true.
   */
  constructor(
    rules: TargetRules,
    resolveName: ResolveName = systemResolve,
    answers: ResolverCheck = resolveName === systemResolve ? systemResolverAnswers : async () => true,
  ) {
    this.#rules = rules;
    this.#resolveName = resolveName;
    this.#answers = answers;
  }

  /** The fault behind a slow lookup, if it is not the name's. */
  faultOf(hostName: string): ResolverDown | undefined {
    return this.#unanswered.has(hostName) ? new ResolverDown('no answer') : undefined;
  }

  /**
   * The name's addresses, all allowed. Rejects with `BlockedAddress` or `NameNotResolved`. At most one lookup per name
   * runs at a time: the system has few threads for lookups, and a name with silent servers must not take more than one.
   */
  resolve(hostName: string): Promise<LookupAddress[]> {
    const underWay = this.#underWay.get(hostName);
    if (underWay !== undefined) return underWay;
    const addresses = this.#resolveChecked(hostName).finally(() => this.#underWay.delete(hostName));
    this.#underWay.set(hostName, addresses);
    return addresses;
  }

  /** `resolve` as the hook of `net.connect`. Node.js calls it for names only, never for a literal address. */
  readonly lookup: LookupFunction = (hostName, { all }, callback) => {
    this.resolve(hostName).then(
      (addresses) => {
        const [first] = addresses;
        if (all === true || first === undefined) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, []),
    );
  };

  async #resolveChecked(hostName: string): Promise<LookupAddress[]> {
    if (isInvalidName(hostName)) throw new NameNotResolved('ENOTFOUND');
    const watch = setTimeout(() => this.#suspect(hostName), connectionLimits.resolverCheckAfterMs);
    try {
      const addresses = await this.#resolveName(hostName);
      if (addresses.length === 0) throw new NameNotResolved('ENODATA');
      if (!addresses.every(({ address }) => addressIsAllowed(address, this.#rules)))
        throw new BlockedAddress();
      return [...addresses];
    } catch (error) {
      throw await this.#faultBehind(error as NodeJS.ErrnoException);
    } finally {
      clearTimeout(watch);
      this.#unanswered.delete(hostName);
    }
  }

  /**
   * `EAI_AGAIN` and similar codes mean that either this machine's name servers or the servers of the name do not
   * answer. Only the latter is the receiver's fault.
   */
  async #faultBehind(error: NodeJS.ErrnoException): Promise<Error> {
    if (error instanceof BlockedAddress || error instanceof NameNotResolved) return error;
    const code = error.code ?? 'no answer';
    if (MACHINE_FAULTS.has(code)) return error;
    const withoutDescriptor = descriptorFault();
    if (withoutDescriptor !== undefined) return withoutDescriptor;
    const isOfName = NO_SUCH_NAME.has(code) || (await this.#checkOnce());
    return isOfName ? new NameNotResolved(code) : new ResolverDown(code);
  }

  #suspect(hostName: string): void {
    void this.#checkOnce().then((answers) => {
      if (!answers && this.#underWay.has(hostName)) this.#unanswered.add(hostName);
    });
  }

  #checkOnce(): Promise<boolean> {
    this.#check ??= this.#answers().finally(() => {
      this.#check = undefined;
    });
    return this.#check;
  }
}

/** With these codes a lookup cannot even begin. `send-failure.ts` has their meanings. */
const MACHINE_FAULTS = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EAI_MEMORY']);
