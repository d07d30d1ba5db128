import { Resolver } from 'node:dns/promises';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { connectionLimits } from './limits.ts';

/** Whether the name servers of this machine answer at all. */
export type ResolverCheck = () => Promise<boolean>;

/** An answer, even if it says that there are no such records. */
const ANSWERS = new Set(['ENODATA', 'ENOTFOUND', 'EFORMERR', 'ENOTIMP', 'EREFUSED']);

/**
 * Looks up the name servers of the root zone, which every working resolver knows and which depend on no receiver.
 * https://www.rfc-editor.org/rfc/rfc8109
 */
export const systemResolverAnswers: ResolverCheck = async () => {
  const resolver = new Resolver({ timeout: connectionLimits.resolverCheckMs, tries: 1 });
  try {
    await resolver.resolveNs('.');
    return true;
  } catch (error) {
    return ANSWERS.has((error as NodeJS.ErrnoException).code ?? '');
  }
};

/**
 * Without a free file descriptor the system reports that a name does not exist. Returns the error of opening a
 * descriptor, if that fails.
 */
export function descriptorFault(): Error | undefined {
  try {
    closeSync(openSync(devNull, 'r'));
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
