import { describe, expect, it } from 'vitest';
import { type Scope, scopes } from '../../../src/domain/api-key.ts';
import { mayAct, type Principal } from '../../../src/domain/principal.ts';

const principalWith = (...held: readonly Scope[]): Principal => ({
  id: 'key_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  tenantId: 'ten_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  scopes: held,
  expiresAtMs: null,
});

describe('scopes', () => {
  it.each(scopes)('%s allows itself', (scope) => {
    expect(mayAct(principalWith(scope), scope)).toBe(true);
  });

  it.each(scopes)('admin allows %s', (scope) => {
    expect(mayAct(principalWith('admin'), scope)).toBe(true);
  });

  it.each(
    (['ingest', 'read', 'manage'] as const).flatMap((held) =>
      scopes.filter((scope) => scope !== held).map((asked) => [held, asked] as const),
    ),
  )('%s does not allow %s', (held, asked) => {
    expect(mayAct(principalWith(held), asked)).toBe(false);
  });

  it('add up', () => {
    const producer = principalWith('ingest', 'read');
    expect(scopes.filter((scope) => mayAct(producer, scope))).toEqual(['ingest', 'read']);
  });

  it('allow nothing when there are none', () => {
    expect(scopes.filter((scope) => mayAct(principalWith(), scope))).toEqual([]);
  });
});
