import { GuardedResolver } from '../../adapters/http/guarded-resolver.ts';
import type { FunctionEnvironment } from '../../config/function-environment.ts';
import { targetRules } from '../../domain/target-address.ts';

/** The allowed targets of attempts, by the settings of this stage. */
export function openTargets({ allowHttpTargets, allowedTargetCidrs }: FunctionEnvironment) {
  const rules = targetRules({ allowHttp: allowHttpTargets, allowedCidrs: allowedTargetCidrs });
  return { rules, resolver: new GuardedResolver(rules) };
}
