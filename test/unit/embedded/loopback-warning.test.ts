import { describe, expect, it } from 'vitest';
import { warnOfLoopback } from '../../../embedded/loopback-warning.ts';
import { parseEmbeddedEnvironment } from '../../../src/config/embedded-environment.ts';
import type { AuditAction } from '../../../src/domain/audit.ts';
import type { Log } from '../../../src/ports/platform.ts';
import type { AuditTrail } from '../../../src/ports/storage.ts';

function watching(variables: Record<string, string>, hasOutsiders = false) {
  const warnings: unknown[] = [];
  const recorded: AuditAction[] = [];
  const ignore = () => {};
  const log: Log = {
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (occurrence, fields) => void warnings.push([occurrence, fields?.['reason']]),
  };
  const trail: AuditTrail = {
    list: async () => [],
    record: async ({ action }) => void recorded.push(action),
  };
  const settings = parseEmbeddedEnvironment(variables);
  const watched = warnOfLoopback(trail, { hasOutsiders, settings, log });
  const record = (action: AuditAction) =>
    watched.record({
      id: 'aud_1',
      tenantId: 'ten_1',
      action,
      actor: 'key_1',
      subject: '',
      fields: [],
      receiverId: null,
      sourceAddress: null,
      changes: [],
      requestId: '',
      atMs: 0,
    } as Parameters<AuditTrail['record']>[0]);
  return { warnings, recorded, record };
}

const LINE = 'targets.loopback_allowed';

describe('a service that allows targets on its own machine', () => {
  it('warns once when a second tenant is made, and once when a portal token is', async () => {
    const { warnings, recorded, record } = watching({});
    await record('subscription.created');
    expect(warnings).toEqual([]);
    for (const action of ['tenant.created', 'tenant.created', 'portal_token.created'] as const)
      await record(action);
    expect(warnings).toEqual([
      [LINE, 'there is more than one tenant'],
      [LINE, 'portal tokens are given out'],
    ]);
    expect(recorded).toHaveLength(4);
  });

  it('warns at the start when there are other callers already', () => {
    expect(watching({}, true).warnings).toHaveLength(1);
    expect(watching({ POSTHORN_ALLOWED_TARGET_CIDRS: '::1/128' }, true).warnings).toHaveLength(1);
  });

  it('is not one whose targets are public or in a private network only', async () => {
    for (const cidrs of ['', '10.0.0.0/8']) {
      const { warnings, record } = watching({ POSTHORN_ALLOWED_TARGET_CIDRS: cidrs }, true);
      await record('tenant.created');
      expect(warnings).toEqual([]);
    }
  });
});
