import type { EventType } from '../../domain/event-type.ts';
import { relocated } from '../../domain/json-schema/relocated.ts';
import { webhookOf, webhooksTag } from './webhooks.ts';

/** A catalogue as an OpenAPI 3.1 document: a webhook for each of its event types. */
export class EventTypesDocument {
  readonly #webhooks: [string, object][] = [];
  readonly #schemas = new Map<string, unknown>();

  add(eventType: EventType): void {
    const { name, schema, example } = eventType;
    // References within the schema have to find it under its component.
    const component = this.#componentOf(name);
    const place = `#/components/schemas/${component}`;
    if (schema !== null) this.#schemas.set(component, relocated(schema, place));
    const body = {
      schema: schema === null ? {} : { $ref: place },
      ...(example !== null && { example }),
    };
    this.#addWebhook(eventType, eventType.description ?? '', { 'application/json': body });
  }

  /** One for whose schema and example there is no room. */
  addBriefly(eventType: EventType): void {
    const where = `Its schema is left out, as this document is long: see \`GET /event-types/${eventType.name}\`.`;
    this.#addWebhook(eventType, [eventType.description, where].filter(Boolean).join('\n\n'), {
      'application/json': { schema: {} },
    });
  }

  /**
   * Components have fewer characters in their names than event types
   * (https://spec.openapis.org/oas/v3.1.0#components-object): the rest becomes `_`, with a number where that is taken.
   */
  #componentOf(name: string): string {
    const plain = name.replaceAll(/[^\w.-]/g, '_');
    let component = plain;
    for (let n = 2; this.#schemas.has(component); n += 1) component = `${plain}_${n}`;
    return component;
  }

  #addWebhook({ name }: EventType, description: string, content: object): void {
    this.#webhooks.push([name, webhookOf({ id: name, summary: name, description, content })]);
  }

  render(version: string): object {
    return {
      openapi: '3.1.0',
      info: {
        title: 'Webhooks',
        version,
        description:
          'What is sent to the targets of subscriptions, by event type. Deliveries are signed by Standard Webhooks.',
      },
      tags: [webhooksTag],
      paths: {},
      webhooks: Object.fromEntries(this.#webhooks),
      components: { schemas: Object.fromEntries(this.#schemas) },
    };
  }
}
