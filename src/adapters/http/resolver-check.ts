import { Resolver } from 'node:dns/promises';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { connectionLimits } from './limits.ts';

/** Says whether the name servers of this machine answer at all. */
export type ResolverCheck = () => Promise<boolean>;

/** An answer, even if it is that there are no such records. */
const ANSWERS = new Set(['ENODATA', 'ENOTFOUND', 'EFORMERR', 'ENOTIMP', 'EREFUSED']);

/**
 * Asks for the name servers of the root zone, which every working resolver knows and which depends on no receiver.
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
 * The system says that there is no such name also when it has no file descriptor to ask with. This gives the error with
 * which a descriptor is refused, if one is.
 */
export function descriptorFault(): Error | undefined {
  try {
    closeSync(openSync(devNull, 'r'));
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
