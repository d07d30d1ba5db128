import * as z from 'zod';
import { liveLimits } from '../../domain/limits.ts';
import { pingMessage, watchMessage } from '../live/input.ts';
import { serverMessages } from '../live/messages.ts';

/** The AsyncAPI 3 document of the live view, made from its messages. https://www.asyncapi.com/docs/reference/specification/v3.0.0 */

const SCHEMAS = '#/components/schemas/';

interface About {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly examples: readonly unknown[];
}

const aboutOf = (schema: z.ZodType): About => {
  const { id, title, description, examples } = schema.meta() ?? {};
  return {
    name: String(id),
    title: String(title),
    summary: String(description ?? title),
    examples: Array.isArray(examples) ? examples : [],
  };
};

/** Every schema that a message uses, by name. AsyncAPI understands JSON Schema of draft 7. */
function schemasOf(messages: readonly z.ZodType[]): Readonly<Record<string, object>> {
  const named = messages.map((message) => {
    const { definitions } = z.toJSONSchema(message, { io: 'input', target: 'draft-7' });
    return JSON.parse(JSON.stringify(definitions ?? {}).replaceAll('#/definitions/', SCHEMAS));
  });
  return Object.assign({}, ...named);
}

const messageObject = (schema: z.ZodType): object => {
  const { name, title, summary, examples } = aboutOf(schema);
  return {
    name,
    title,
    summary,
    contentType: 'application/json',
    payload: { $ref: SCHEMAS + name },
    examples: examples.map((payload) => ({ payload })),
  };
};

const fromClient: readonly z.ZodType[] = [watchMessage, pingMessage];
const fromServer: readonly z.ZodType[] = serverMessages;
const all = [...fromClient, ...fromServer];

const byName = <Value>(messages: readonly z.ZodType[], make: (message: z.ZodType) => Value) =>
  Object.fromEntries(messages.map((message) => [aboutOf(message).name, make(message)]));

const channelMessages = (messages: readonly z.ZodType[]) =>
  messages.map((message) => ({ $ref: `#/channels/live/messages/${aboutOf(message).name}` }));

const DESCRIPTION =
  'Deliveries and attempts as they happen. `POST /live-tickets` of the API makes a ticket; connect to its `url` with ' +
  `\`?ticket=…\` within ${liveLimits.ticketSeconds} seconds, and send \`watch\`. Each message is one JSON object. ` +
  'Messages come at least once: after a break a client can get some of them again.\n\n' +
  'Fields and kinds of messages may be added: ignore those that you do not know.';

/** @param version of this software */
export const asyncApiDocument = ({ version }: { readonly version: string }): object => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Posthorn live',
    version,
    description: DESCRIPTION,
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  defaultContentType: 'application/json',
  servers: {
    embedded: {
      host: '127.0.0.1:8000',
      pathname: '/live',
      protocol: 'ws',
      description: 'The embedded service, on the port of its API.',
    },
    aws: {
      host: '{api}.execute-api.{region}.amazonaws.com',
      pathname: '/{stage}',
      protocol: 'wss',
      description: 'An installation on AWS: the `url` in the answer of `POST /live-tickets`.',
      variables: {
        api: { description: 'The id of the WebSocket API in API Gateway.' },
        region: { default: 'us-east-1', description: 'The AWS region.' },
        stage: { default: 'dev', description: 'The name of the stage.' },
      },
    },
  },
  channels: {
    live: {
      address: '/',
      title: 'Live view',
      messages: byName(all, (message) => ({ $ref: `#/components/messages/${aboutOf(message).name}` })),
      bindings: {
        ws: {
          method: 'GET',
          query: {
            type: 'object',
            properties: { ticket: { type: 'string', description: 'From `POST /live-tickets`.' } },
            required: ['ticket'],
          },
        },
      },
    },
  },
  operations: {
    receiveFromClient: {
      action: 'receive',
      channel: { $ref: '#/channels/live' },
      summary: 'Messages that a client sends.',
      messages: channelMessages(fromClient),
    },
    sendToClient: {
      action: 'send',
      channel: { $ref: '#/channels/live' },
      summary: 'Messages that a client gets.',
      messages: channelMessages(fromServer),
    },
  },
  components: { messages: byName(all, messageObject), schemas: schemasOf(all) },
});
