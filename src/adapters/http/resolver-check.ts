import { Resolver } from 'node:dns/promises';
import { connectionLimits } from '../../domain/limits.ts';

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
