import { operationalEventTypes } from '../domain/operational-event.ts';
import { exampleOperationalEvents } from './examples-operational.ts';
import type { OpenApiSchemas } from './openapi-schemas.ts';
import { webhookOf } from './openapi-webhooks.ts';
import { operationalEventShapes } from './present/operational-event.ts';

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

/** Names that a function can have: `posthorn.delivery.exhausted` is `receiveDeliveryExhausted`. */
const operationIdOf = (type: string): string =>
  type
    .split('.')
    .slice(1)
    .reduce((name, word) => name + word[0]?.toUpperCase() + word.slice(1), 'receive');
