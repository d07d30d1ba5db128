import { GuardedResolver } from '../../adapters/http/guarded-resolver.ts';
import type { FunctionEnvironment } from '../../config/function-environment.ts';
import { targetRules } from '../../domain/target-address.ts';

/** Where attempts may go, by the rules of this stage. */
export function openTargets({ allowHttpTargets, allowedTargetCidrs }: FunctionEnvironment) {
  const rules = targetRules({ allowHttp: allowHttpTargets, allowedCidrs: allowedTargetCidrs });
  return { rules, resolver: new GuardedResolver(rules) };
}
