import type { EventType } from '../../domain/event-type.ts';
import { relocated } from '../../domain/json-schema/relocated.ts';
import { webhookOf, webhooksTag } from './webhooks.ts';

/** A catalogue of event types as an OpenAPI 3.1 document with a webhook for each type. */
export class EventTypesDocument {
  readonly #webhooks: [string, object][] = [];
  readonly #schemas = new Map<string, unknown>();

  add(eventType: EventType): void {
    const { name, schema, example } = eventType;
    // References inside the schema must resolve below its component.
    const component = this.#componentOf(name);
    const place = `#/components/schemas/${component}`;
    if (schema !== null) this.#schemas.set(component, relocated(schema, place));
    const body = {
      schema: schema === null ? {} : { $ref: place },
      ...(example !== null && { example }),
    };
    this.#addWebhook(eventType, eventType.description ?? '', { 'application/json': body });
  }

  /** An event type whose schema and example do not fit. */
  addBriefly(eventType: EventType): void {
    const where = `Its schema is left out to keep this document short: see \`GET /event-types/${eventType.name}\`.`;
    this.#addWebhook(eventType, [eventType.description, where].filter(Boolean).join('\n\n'), {
      'application/json': { schema: {} },
    });
  }

  /**
   * Component names allow fewer characters than event types (https://spec.openapis.org/oas/v3.1.0#components-object).
   * Other characters become `_`, with a number if that name is taken.
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
          'The requests that targets of subscriptions get, by event type. Deliveries are signed as in Standard Webhooks.',
      },
      tags: [webhooksTag],
      paths: {},
      webhooks: Object.fromEntries(this.#webhooks),
      components: { schemas: Object.fromEntries(this.#schemas) },
    };
  }
}
