import { addressIsAllowed, targetRules } from '../src/domain/target-address.ts';
import type { Log } from '../src/ports/platform.ts';
import type { AuditTrail } from '../src/ports/storage.ts';

interface Settings {
  readonly allowHttpTargets: boolean;
  readonly allowedTargetCidrs: readonly string[];
}

const REASONS: Readonly<Record<string, string>> = {
  'tenant.created': 'there is more than one tenant',
  'portal_token.created': 'portal tokens are given out',
};

/**
 * `npm start` allows targets on this machine, for trying Posthorn out. Callers who do not own the machine could reach
 * its servers this way: a line of the log says so, at the start and when such a caller is created.
 * @returns the trail, which warns about the entries that it records
 */
export function warnOfLoopback(
  auditTrail: AuditTrail,
  { hasOutsiders, settings, log }: { hasOutsiders: boolean; settings: Settings; log: Log },
): AuditTrail {
  if (!isLoopbackAllowed(settings)) return auditTrail;
  const warned = new Set<string>();
  const warn = (reason: string) => {
    if (warned.has(reason)) return;
    warned.add(reason);
    log.warn('targets.loopback_allowed', {
      reason,
      advice:
        'Set POSTHORN_ALLOWED_TARGET_CIDRS to an empty value, so that targets cannot be servers of this machine.',
    });
  };
  if (hasOutsiders) warn('there is more than one tenant, or portal tokens are given out');
  return {
    list: (...args) => auditTrail.list(...args),
    record: async (entry) => {
      const reason = REASONS[entry.action];
      if (reason !== undefined) warn(reason);
      await auditTrail.record(entry);
    },
  };
}

function isLoopbackAllowed({ allowHttpTargets, allowedTargetCidrs }: Settings): boolean {
  const rules = targetRules({ allowHttp: allowHttpTargets, allowedCidrs: allowedTargetCidrs });
  return addressIsAllowed('127.0.0.1', rules) || addressIsAllowed('::1', rules);
}
