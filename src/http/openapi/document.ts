import * as z from 'zod';
import type { AnyOperation, RequestBody, Success, Tag } from '../core/operation.ts';
import { linksOf } from './links.ts';
import { operationalCallbacks, operationalWebhooks } from './operational.ts';
import { operations } from './operations.ts';
import { problemReferences, problemResponses } from './problems.ts';
import { OpenApiSchemas } from './schemas.ts';
import { anyDelivery, webhooksTag } from './webhooks.ts';

/** The OpenAPI 3.1 document, made from the table of operations. https://spec.openapis.org/oas/v3.1.0 */

const tags: Readonly<Record<Tag, string>> = {
  Subscriptions: 'Which receiver gets which events, and how.',
  Ingest: 'Publish events, or ingest them from a provider.',
  Events: 'The published events.',
  Deliveries: 'The state of an event for each subscription. List exhausted deliveries and replay them.',
  Recoveries: 'Replay exhausted deliveries in bulk.',
  'Event types': 'Names, descriptions and schemas of your events.',
  Receivers: 'Names and limits of your customers that receive webhooks.',
  Access: 'API keys, portal tokens and the audit log.',
  Service: 'The service itself.',
};

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly servers: readonly object[];
  readonly tags: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly webhooks: Readonly<Record<string, object>>;
  readonly components: {
    readonly securitySchemes: object;
    readonly responses: object;
    readonly schemas: object;
  };
}

const WHERE_THE_KEY_IS =
  'An API key: `Authorization: Bearer phk_…`. The embedded service writes its first key to the file `api-key` in its data ' +
  'folder: `cat .posthorn/api-key`. On AWS, `npm run admin-key` creates the first key. `POST /api-keys` creates more.';

/** For the checked-in file, which belongs to no installation: generators need absolute URLs. */
const usualServers = [
  { url: 'http://127.0.0.1:8000', description: 'The embedded service, started with its defaults.' },
  {
    url: 'https://{api}.execute-api.{region}.amazonaws.com/{stage}',
    description: 'An installation on AWS: the output `ApiUrl` of its stack.',
    variables: {
      api: { default: 'a1b2c3d4e5', description: 'The id of the API in API Gateway.' },
      region: { default: 'us-east-1', description: 'The AWS region.' },
      stage: { default: 'dev', description: 'The name of the stage.' },
    },
  },
];

const documented = operations.filter(({ isDocumented }) => isDocumented);

interface DocumentOptions {
  readonly version: string;
  /** The URL of the API; by default the likely place of an installation. */
  readonly serverUrl?: string;
}

export function openApiDocument({ version, serverUrl }: DocumentOptions): OpenApiDocument {
  const schemas = new OpenApiSchemas();
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of documented) {
    const method = operation.method.toLowerCase();
    paths[operation.path] = { ...paths[operation.path], [method]: operationObject(operation, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Posthorn',
      version,
      description:
        'Webhook delivery: publish an event, and Posthorn delivers it to every matching subscription, signed and with retries.\n\n' +
        'Fields may be added to answers. Unknown fields of requests are refused by name. Times are RFC 3339 in UTC.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: serverUrl === undefined ? usualServers : [{ url: serverUrl }],
    tags: [...Object.entries(tags).map(([name, description]) => ({ name, description })), webhooksTag],
    paths,
    webhooks: { delivery: anyDelivery, ...operationalWebhooks(schemas) },
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: WHERE_THE_KEY_IS },
        portalToken: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A portal token: `Authorization: Bearer pht_…`. It gives access to the resources of one receiver.',
        },
      },
      responses: problemResponses(documented, schemas),
      schemas: schemas.components,
    },
  };
}

function operationObject(operation: AnyOperation, schemas: OpenApiSchemas): object {
  const { id, tag, summary, description, body, success, otherSuccesses } = operation;
  const parameters = parametersOf(operation, schemas);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: `${description}${whoMayCall(operation)}`,
    security: securityOf(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: requestBodyObject(body, schemas) }),
    ...(operation.id === 'createSubscription' && { callbacks: operationalCallbacks(schemas) }),
    responses: {
      ...Object.fromEntries(
        [success, ...otherSuccesses].map((one) => [
          one.status,
          {
            ...successObject(withReplayedHeader(operation, one), schemas),
            ...linksOf(operation, one, documented, schemas),
          },
        ]),
      ),
      ...problemReferences(operation),
    },
  };
}

function securityOf({ scope, forPortal, mayBeSigned }: AnyOperation): readonly object[] {
  if (scope === null) return [];
  const needed = scope === 'any' ? [] : [scope];
  return [
    { apiKey: needed },
    ...(forPortal ? [{ portalToken: needed }] : []),
    // OpenAPI cannot describe this authentication: the signature of a provider.
    ...(mayBeSigned ? [{}] : []),
  ];
}

function whoMayCall({ scope, forPortal, mayBeSigned }: AnyOperation): string {
  if (scope === null) return '';
  const orToken = forPortal ? ', or a portal token' : '';
  const orSource = mayBeSigned ? ', or the signature of the subscription’s `source`' : '';
  const withScope = scope === 'any' ? ' of any scope' : ` with the scope \`${scope}\``;
  return `\n\nNeeds an API key${withScope}${orToken}${orSource}.`;
}

function parametersOf({ params, query, headers }: AnyOperation, schemas: OpenApiSchemas): readonly object[] {
  const places = Object.entries({ path: params, query, header: headers });
  return places.flatMap(([place, schema]) =>
    schema === undefined
      ? []
      : schemas.parametersOf(schema).map((parameter) => ({ in: place, ...parameter })),
  );
}

const bytes = {
  'application/octet-stream': { schema: { type: 'string', format: 'binary' }, example: 'any bytes' },
  'text/plain': { schema: { type: 'string' }, example: 'any text' },
};

const jsonPayload = z.unknown().meta({
  id: 'JsonPayload',
  description: 'A payload that is JSON: an object, an array, a string, a number, a boolean or null.',
});

function documentedSchemaOf(body: RequestBody<unknown>): z.ZodType {
  if (body.kind === 'raw') return jsonPayload;
  return (body.kind === 'json' ? body.documentedSchema : undefined) ?? body.schema;
}

function requestBodyObject(body: RequestBody<unknown>, schemas: OpenApiSchemas): object {
  const { kind, examples } = body;
  const json = { schema: schemas.schemaOf(documentedSchemaOf(body)), examples };
  if (kind === 'json') return { required: body.mayBeEmpty !== true, content: { 'application/json': json } };
  // A payload may be empty, and then there may be no body at all.
  const required = kind === 'json-or-raw';
  const content = { 'application/json': json, ...bytes };
  return { description: body.description, required, content };
}

const withReplayedHeader = ({ takesIdempotencyKey }: AnyOperation, success: Success): Success =>
  takesIdempotencyKey && success.schema !== undefined
    ? { ...success, optionalHeaders: { ...success.optionalHeaders, 'Idempotency-Replayed': REPLAYED } }
    : success;

const REPLAYED =
  '`true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted ' +
  'event had been accepted before.';

function successObject(success: Success, schemas: OpenApiSchemas): object {
  const { description, schema, example, mediaType = 'application/json', headers, optionalHeaders } = success;
  const allHeaders = { ...responseHeaders(headers, true), ...responseHeaders(optionalHeaders, false) };
  const shape = schema === undefined ? { type: 'string' } : schemas.schemaOf(schema);
  return {
    description,
    ...(Object.keys(allHeaders).length > 0 && { headers: allHeaders }),
    ...(example !== undefined && { content: { [mediaType]: { schema: shape, example } } }),
  };
}

const responseHeaders = (headers: Success['headers'] = {}, required: boolean): object =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, ...(required && { required }), schema: { type: 'string' } },
    ]),
  );
