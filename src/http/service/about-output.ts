import * as z from 'zod';
import type { Family } from '../../domain/family.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import { serviceFamily } from '../core/named-values.ts';
import { limitsInForce } from './limits-in-force.ts';

const limitShape = z
  .object({
    name: z.string().meta({ description: 'A stable name.', examples: ['payload'] }),
    value: z.number(),
    unit: z.string().meta({ examples: ['bytes'] }),
    meaning: z.string(),
  })
  .meta({ id: 'LimitInForce', description: 'A limit of this service.' });

const storeShape = z
  .object({
    healthy: z.boolean(),
    detail: z.string().nullable().meta({ description: 'The fault; `null`: none is known.' }),
  })
  .meta({ id: 'StoreState', description: 'Whether the store can be used.' });

export const aboutShape = z
  .object({
    version: z.string().meta({ description: 'The version of Posthorn.' }),
    family: serviceFamily,
    retention_hours: z
      .number()
      .meta({ description: 'How long records are kept after the last change of a delivery.' }),
    store: storeShape,
    limits: z.array(limitShape).meta({ description: 'The limits in force.' }),
    has_live: z.boolean().meta({ description: 'Whether the service has the live view.' }),
  })
  .meta({ id: 'About', description: 'The service: version, state, and limits.' });

interface AboutService {
  readonly version: string;
  readonly family: Family;
  readonly retentionHours: number;
  readonly tenantLimit: RateLimit | undefined;
  readonly hasLive: boolean;
  /** A sentence; undefined: the store can be used. */
  readonly fault: string | undefined;
}

export const aboutResource = (about: AboutService): z.infer<typeof aboutShape> => ({
  version: about.version,
  family: about.family,
  retention_hours: about.retentionHours,
  store: {
    healthy: about.fault === undefined,
    detail: about.fault ?? null,
  },
  limits: limitsInForce(about.tenantLimit).map((one) => ({ ...one })),
  has_live: about.hasLive,
});
