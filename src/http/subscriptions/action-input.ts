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
      .meta({ description: 'For so long the old secret signs as well; 0: it does not.' }),
    signing_secret: signingSecret
      .optional()
      .meta({ description: 'A signing secret that the receiver knows already; else one is made.' }),
  })
  .meta({ id: 'SecretRotation', description: 'How a secret is replaced.' });

/** `POST /subscriptions/{id}/test` */
export const testEvent = z
  .strictObject({
    event_type: testEventType
      .optional()
      .meta({ description: 'What the event is called; `posthorn.test` by default.' }),
    payload: verbatim(z.unknown()).optional().meta({
      description:
        'Any JSON value, delivered byte for byte as it stands here. By default one that says it is a test.',
    }),
  })
  .meta({ id: 'TestEvent', description: 'An event to try a subscription with.' });
