import { describe, expect, it } from 'vitest';
import { isWithin } from '../../../src/application/reach.ts';
import { aTenantId } from '../../support/records.ts';

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
