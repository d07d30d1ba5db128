import { describe, expect, it } from 'vitest';
import { type Scope, scopes } from '../../../src/domain/api-key.ts';
import { isWithin, mayAct, type Principal } from '../../../src/domain/principal.ts';
import { aTenantId } from '../../support/records.ts';

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

describe('the reach', () => {
  const tenantId = aTenantId();

  it.each([
    ['of a tenant is all that is its own', { tenantId }, { tenantId, receiverId: null }, true],
    ['of a tenant is all of its receivers', { tenantId }, { tenantId, receiverId: 'shop' }, true],
    ['ends at another tenant', { tenantId }, { tenantId: aTenantId(), receiverId: null }, false],
    ['of a receiver is its own', { tenantId, receiverId: 'shop' }, { tenantId, receiverId: 'shop' }, true],
    ['ends at another one', { tenantId, receiverId: 'shop' }, { tenantId, receiverId: 'Shop' }, false],
    ['ends at what is of none', { tenantId, receiverId: 'shop' }, { tenantId, receiverId: null }, false],
    [
      'ends at one of the same name elsewhere',
      { tenantId, receiverId: 'shop' },
      { tenantId: aTenantId(), receiverId: 'shop' },
      false,
    ],
  ])('%s', (_, reach, row, expected) => {
    expect(isWithin(reach, row)).toBe(expected);
  });
});
