import type { Caller } from '../../domain/principal.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';

export const exampleCaller: Caller = {
  kind: 'api_key',
  id: 'key_01KC2XHQ5B9V7N3M8R4T6Y0W1Z',
  name: 'dashboard',
  tenantId: exampleSubscription.tenantId,
  scopes: ['read', 'manage'],
  receiverId: null,
  receiverName: null,
  expiresAtMs: null,
};
