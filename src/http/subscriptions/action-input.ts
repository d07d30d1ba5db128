import * as z from 'zod';
import { signingSecretLimits } from '../../domain/limits.ts';
import { testEventType } from '../core/fields.ts';
import { verbatim } from '../core/large-json.ts';
import { signingSecret } from './fields.ts';

const { graceSecondsDefault, graceSecondsMax } = signingSecretLimits;

/** `POST /subscriptions/{id}/secret/rotate` */
export const rotation = z
  .strictObject({
    grace_period_seconds: z
      .int()
      .min(0)
      .max(graceSecondsMax)
      .default(graceSecondsDefault)
      .meta({ description: 'Seconds for which the old secret still signs as well; 0: it stops at once.' }),
    signing_secret: signingSecret.optional().meta({
      description: 'A signing secret that the receiver already has. Without it, Posthorn generates one.',
    }),
  })
  .meta({ id: 'SecretRotation', description: 'Options for the rotation of a secret.' });

/** `POST /subscriptions/{id}/test` */
export const testEvent = z
  .strictObject({
    event_type: testEventType
      .optional()
      .meta({ description: 'The type of the event; default: `posthorn.test`.' }),
    payload: verbatim(z.unknown()).optional().meta({
      description:
        'Any JSON value, delivered byte for byte as sent. By default a payload that says it is a test.',
    }),
  })
  .meta({ id: 'TestEvent', description: 'A test event for a subscription.' });
