import * as z from 'zod';
import type { Caller } from '../../domain/principal.ts';
import { tenantId } from '../access/input.ts';
import { time, timeOrNull } from '../core/fields.ts';
import { apiKeyScope, callerKind } from '../core/named-values.ts';

export const callerShape = z
  .object({
    kind: callerKind,
    id: z.string().meta({ description: 'The id of the key or token, as in the audit log.' }),
    name: z.string().meta({ description: 'The name of the API key, or of the receiver of a portal token.' }),
    tenant_id: tenantId,
    scopes: z.array(apiKeyScope).meta({
      description: 'All scopes that the caller has; with `admin` every other scope is listed too.',
    }),
    receiver_id: z
      .string()
      .nullable()
      .meta({ description: 'The receiver of a portal token; `null`: the caller reaches the whole tenant.' }),
    receiver_name: z
      .string()
      .nullable()
      .meta({ description: 'The name of that receiver; `null`: it has none.' }),
    expires_at: time.nullable().meta({ description: '`null`: the API key does not expire.' }),
  })
  .meta({ id: 'Caller', description: 'The holder of an API key or a portal token, and its permissions.' });

export const callerResource = (caller: Caller): z.infer<typeof callerShape> => ({
  kind: caller.kind,
  id: caller.id,
  name: caller.name,
  tenant_id: caller.tenantId,
  scopes: [...caller.scopes],
  receiver_id: caller.receiverId,
  receiver_name: caller.receiverName,
  expires_at: timeOrNull(caller.expiresAtMs),
});
