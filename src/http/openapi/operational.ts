import { operationalEventTypes } from '../../domain/operational-event.ts';
import { WEBHOOKS_TAG } from '../core/operation.ts';
import { exampleOperationalEvents } from '../operational/examples.ts';
import { operationalEventShape, operationalEventShapes } from '../operational/output.ts';
import type { OpenApiSchemas } from './schemas.ts';
import { receiverResponses, webhookOf } from './webhooks.ts';

/** The events that Posthorn itself sends, for the section `webhooks`. */
export const operationalWebhooks = (schemas: OpenApiSchemas): Readonly<Record<string, object>> =>
  Object.fromEntries(
    operationalEventTypes.map((type) => {
      const shape = operationalEventShapes[type];
      const example: unknown = JSON.parse(Buffer.from(exampleOperationalEvents[type].payload).toString());
      const webhook = webhookOf({
        id: operationIdOf(type),
        summary: type,
        description:
          `${shape.description} Sent to subscriptions without a \`receiver_id\` that list it, or \`posthorn.*\`, in their ` +
          '`event_types`: docs/operational-webhooks.md.',
        content: { 'application/json': { schema: schemas.schemaOf(shape), example } },
      });
      return [type, webhook];
    }),
  );

/**
 * The same events as callbacks of the operation that creates subscriptions. oapi-codegen (2.8.2) leaves out schemas
 * that only webhooks refer to, and its code for the webhooks then does not compile; it keeps schemas of callbacks.
 * https://spec.openapis.org/oas/v3.1.0#callback-object
 */
export const operationalCallbacks = (schemas: OpenApiSchemas): object => ({
  operationalEvent: {
    '{$request.body#/target_url}': {
      post: {
        operationId: 'receiveOperationalEvent',
        tags: [WEBHOOKS_TAG],
        summary: 'An event that Posthorn itself sends',
        description:
          'Sent to subscriptions that list it in their `event_types`: see the webhooks of this document.',
        security: [],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemas.schemaOf(operationalEventShape) } },
        },
        responses: receiverResponses,
      },
    },
  },
});

/** Names for functions: `posthorn.delivery.exhausted` becomes `receiveDeliveryExhausted`. */
const operationIdOf = (type: string): string =>
  type
    .split('.')
    .slice(1)
    .reduce((name, word) => name + word[0]?.toUpperCase() + word.slice(1), 'receive');
