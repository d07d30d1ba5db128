import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { addressIsAllowed, type TargetRules } from '../../domain/target-address.ts';

/** Gives all addresses of a name, or rejects with an error that has a `code`. */
export type ResolveName = (hostName: string) => Promise<readonly LookupAddress[]>;

const systemResolve: ResolveName = (hostName) => lookup(hostName, { all: true });

/** One of a name's addresses is forbidden. */
export class BlockedAddress extends Error {}

/** A name has no addresses, or its servers do not answer. */
export class NameNotResolved extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`the host name could not be resolved (${code})`);
    this.code = code;
  }
}

/**
 * Resolves names for connections. Every address of a name is checked, and the connection is made to what was checked:
 * a second look-up could give another answer (DNS rebinding).
 */
export class GuardedResolver {
  readonly #rules: TargetRules;
  readonly #resolveName: ResolveName;
  readonly #underWay = new Map<string, Promise<LookupAddress[]>>();

  constructor(rules: TargetRules, resolveName: ResolveName = systemResolve) {
    this.#rules = rules;
    this.#resolveName = resolveName;
  }

  /**
   * The name's addresses, all of them allowed. Rejects with `BlockedAddress` or `NameNotResolved`.
   * One look-up a name at a time: the system has few threads for them, and a name whose servers are silent must not
   * take more than one.
   */
  resolve(hostName: string): Promise<LookupAddress[]> {
    const underWay = this.#underWay.get(hostName);
    if (underWay !== undefined) return underWay;
    const addresses = this.#resolveChecked(hostName).finally(() => this.#underWay.delete(hostName));
    this.#underWay.set(hostName, addresses);
    return addresses;
  }

  /** `resolve` as the hook that `net.connect` takes. Node.js calls it for names only, never for a literal address. */
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
    const addresses = await this.#resolveName(hostName).catch((error: NodeJS.ErrnoException) => {
      throw new NameNotResolved(error.code ?? 'no answer');
    });
    if (addresses.length === 0) throw new NameNotResolved('ENODATA');
    if (!addresses.every(({ address }) => addressIsAllowed(address, this.#rules))) throw new BlockedAddress();
    return [...addresses];
  }
}
