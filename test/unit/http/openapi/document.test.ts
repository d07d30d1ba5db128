import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import packageJson from '../../../../package.json' with { type: 'json' };
import { operationPathsModule } from '../../../../scripts/operation-paths.ts';
import { webhookRequest } from '../../../../src/application/webhook-request.ts';
import { problemCodes, problemDocument } from '../../../../src/http/core/problem.ts';
import { exampleDelivery } from '../../../../src/http/deliveries/examples.ts';
import { exampleEvent } from '../../../../src/http/events/examples.ts';
import { openApiDocument } from '../../../../src/http/openapi/document.ts';
import { operations } from '../../../../src/http/openapi/operations.ts';
import { exampleSubscription } from '../../../../src/http/subscriptions/examples.ts';
import { openApiJson } from '../../../support/openapi-json.ts';

interface MediaType {
  readonly schema: Record<string, unknown>;
  readonly example?: unknown;
  readonly examples?: Record<string, { summary: string; value: unknown }>;
}
interface Response {
  readonly $ref?: string;
  readonly description: string;
  readonly content?: Record<string, MediaType>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description: string;
  readonly schema: Record<string, unknown>;
  readonly example?: unknown;
}
const exampleOf = ({ example, schema }: Parameter): unknown =>
  example ?? (schema['examples'] as readonly unknown[] | undefined)?.[0];
interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, MediaType> };
  readonly responses: Record<string, Response>;
}
interface Document {
  readonly tags: readonly { readonly name: string }[];
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, OperationObject>>;
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
}

const document = JSON.parse(JSON.stringify(openApiDocument({ version: packageJson.version }))) as Document;

const documented = operations
  .filter(({ isDocumented }) => isDocumented)
  .map((operation) => ({
    operation,
    object: document.paths[operation.path]![operation.method.toLowerCase()]!,
  }));
const each = documented.map(({ operation, object }) => ({ id: operation.id, operation, object }));

/** Everything in the document, from the outside in. */
function* nodes(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return;
  yield node as Record<string, unknown>;
  for (const inner of Object.values(node)) yield* nodes(inner);
}

const resolved = (reference: string): unknown =>
  reference
    .split('/')
    .slice(1)
    .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name.replaceAll('~1', '/')], document);

describe('docs/openapi.json', () => {
  it('equals the output of `npm run openapi`', () => {
    const file = readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8');
    const expected = openApiDocument({ version: packageJson.version });
    expect(file, 'stale: run `npm run openapi`').toBe(`${JSON.stringify(expected, null, 2)}\n`);
  });
});

it('src/http/openapi/operation-paths.ts equals the output of `npm run openapi`', () => {
  const file = readFileSync(
    new URL('../../../../src/http/openapi/operation-paths.ts', import.meta.url),
    'utf8',
  );
  expect(file, 'stale: run `npm run openapi`').toBe(operationPathsModule());
});

describe('the OpenAPI document', () => {
  // openapi-generator makes a DateTime of such a value in C#, and holds it against the pattern: that does not compile.
  it('has no pattern beside the format of a time', () => {
    const times = [...nodes(document)].filter(({ format }) => format === 'date-time');
    expect(times.length).toBeGreaterThan(0);
    expect(times.filter(({ pattern }) => pattern !== undefined)).toEqual([]);
  });

  // Clients in Java made by openapi-generator try every schema of a union that has no discriminator, and find that all fit.
  it('tells the schemas of each union apart by a discriminator', () => {
    const unions = [...nodes(document)].filter(({ oneOf }) => oneOf !== undefined);
    expect(unions.length).toBeGreaterThan(0);
    expect(unions.filter(({ discriminator }) => discriminator === undefined)).toEqual([]);
  });

  it('says its version and where the API is', () => {
    const { openapi, info, servers } = openApiDocument({
      version: '9.8.7',
      serverUrl: 'https://api.example/prod',
    });
    expect({ openapi, info, servers }).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Posthorn', version: '9.8.7', license: { identifier: 'Apache-2.0' } },
      servers: [{ url: 'https://api.example/prod' }],
    });
    expect(document.servers.map(({ url }) => url)).toEqual([
      'http://127.0.0.1:8000',
      'https://{api}.execute-api.{region}.amazonaws.com/{stage}',
    ]);
  });

  it('has every operation once, and no other', () => {
    const inDocument = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(inDocument.toSorted()).toEqual(documented.map(({ operation }) => operation.id).toSorted());
    expect(new Set(inDocument).size).toBe(inDocument.length);
    expect(operations.filter(({ isDocumented }) => !isDocumented).map(({ id }) => id)).toEqual(['root']);
  });

  it('has only references that lead somewhere', () => {
    const references = [...nodes(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((reference) => resolved(reference) === undefined)).toEqual([]);
    expect(references.filter((reference) => !reference.startsWith('#/components/'))).toEqual([]);
  });

  it('says that an event may be empty, whichever way it is handed in', () => {
    const bytesOf = (path: string) => {
      const { 'application/json': _, ...bytes } = document.paths[path]?.['post']?.requestBody?.content ?? {};
      return Object.values(bytes).map(({ schema }) => schema['minLength']);
    };
    expect(bytesOf('/events')).toEqual([undefined, undefined]);
    expect(bytesOf('/ingest/{subscription_id}')).toEqual([undefined, undefined]);
  });

  it('asks for no list without repeats: those are taken, and dropped', () => {
    expect([...nodes(document)].filter(({ uniqueItems }) => uniqueItems !== undefined)).toEqual([]);
  });

  it('gives every component a description, and no name of a field that is only refused', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(schema['description'], name).toEqual(expect.any(String));
    }
    const input = document.components.schemas['SubscriptionInput'] as { properties: object };
    expect(Object.keys(input.properties)).toContain('target_url');
    expect(Object.keys(input.properties)).not.toContain('id');
  });
});

describe('the requests to receivers', () => {
  it('is told with every header of ours', () => {
    const { headers } = webhookRequest(
      {
        delivery: exampleDelivery,
        subscription: { ...exampleSubscription, headers: {} },
        event: exampleEvent,
      },
      1,
      { nowMs: exampleDelivery.createdAtMs, version: '9.8.7', authorization: undefined },
    );
    const sent = Object.keys(headers).filter((name) => /^(webhook|x-posthorn)-/.test(name));
    expect(sent.length).toBeGreaterThan(4);
    const { webhooks } = openApiJson<{
      webhooks: { delivery: { post: { parameters: readonly { name: string }[] } } };
    }>();
    expect(webhooks.delivery.post.parameters.map(({ name }) => name).toSorted()).toEqual(sent.toSorted());
  });
});

describe.each(each)('$id', ({ operation, object }) => {
  it('is described', () => {
    expect(object.summary.length).toBeGreaterThan(0);
    expect(object.description.length).toBeGreaterThan(0);
    expect(document.tags.map(({ name }) => name)).toContain(object.tags[0]);
  });

  it('says who may call it', () => {
    const isPublic =
      (operation.tag === 'Service' && operation.id !== 'getAbout') ||
      ['getPublicKeys', 'answerHub', 'signIn'].includes(operation.id);
    const needed = operation.scope === 'any' ? [] : [operation.scope];
    const orToken = operation.forPortal ? [{ portalToken: needed }] : [];
    // A provider's signature does instead of a key.
    const orNothing = operation.id === 'ingestEvent' ? [{}] : [];
    expect(object.security).toEqual(isPublic ? [] : [{ apiKey: needed }, ...orToken, ...orNothing]);
    expect('401' in object.responses).toBe(!isPublic || operation.id === 'signIn');
    if (!isPublic) expect('403' in object.responses).toBe(operation.scope !== 'any');
  });

  it('describes each of its parameters, and has those of its path', () => {
    const parameters = object.parameters ?? [];
    for (const parameter of parameters) {
      expect(parameter.description, parameter.name).toEqual(expect.any(String));
      expect(parameter.schema, parameter.name).not.toEqual({});
      expect(parameter.schema, parameter.name).not.toHaveProperty('description');
      // An invented cursor would be refused.
      if (parameter.name !== 'cursor') expect(exampleOf(parameter), parameter.name).toBeDefined();
      // Tools would fill it in and send it.
      if (!parameter.required) expect(parameter, parameter.name).not.toHaveProperty('example');
    }
    const inTemplate = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name)).toEqual(inTemplate);
    expect(inPath.every(({ required }) => required)).toBe(true);
    const takesKey = parameters.some(({ name }) => name === 'Idempotency-Key');
    expect(takesKey).toBe(operation.takesIdempotencyKey);
  });

  it('shows parameters that it takes', () => {
    const examplesOf = (place: string) =>
      Object.fromEntries(
        (object.parameters ?? [])
          .filter((parameter) => parameter.in === place && exampleOf(parameter) !== undefined)
          .map((parameter) => [parameter.name, String(exampleOf(parameter))]),
      );
    const parts = { path: operation.params, query: operation.query, header: operation.headers };
    for (const [place, schema] of Object.entries(parts)) {
      expect(schema?.safeParse(examplesOf(place)).error, place).toBeUndefined();
    }
  });

  it('shows bodies that it takes', () => {
    const { body } = operation;
    const json = object.requestBody?.content['application/json'];
    expect(json !== undefined).toBe(body !== undefined);
    if (body === undefined) return;
    const examples = Object.values(json?.examples ?? {});
    expect(examples.length).toBeGreaterThan(0);
    if (body.kind === 'raw') return;
    expect(json?.schema).toEqual({ $ref: expect.stringMatching(/^#\/components\/schemas\//) });
    for (const { value } of examples) expect(body.schema.safeParse(value).error).toBeUndefined();
  });

  it('shows the answer that it gives', () => {
    const { status, schema, example, mediaType = 'application/json' } = operation.success;
    const response = object.responses[status]!;
    expect(response.description.length).toBeGreaterThan(0);
    expect(response.content?.[mediaType]?.example).toEqual(example && JSON.parse(JSON.stringify(example)));
    if (schema === undefined) return;
    expect(response.content?.[mediaType]?.schema).toEqual({ $ref: expect.any(String) });
    expect(
      (schema instanceof z.ZodObject ? schema.strict() : schema).safeParse(example).error,
    ).toBeUndefined();
  });

  it('shows every problem that it answers with', () => {
    const shown = Object.entries(object.responses).flatMap(([status, { $ref }]) => {
      if ($ref === undefined) return [];
      const { content } = resolved($ref) as Response;
      const { schema, examples } = content!['application/problem+json']!;
      expect(schema).toEqual({ $ref: '#/components/schemas/Problem' });
      return Object.entries(examples!).map(([code, { value }]) => {
        expect(problemDocument.strict().parse(value).status).toBe(Number(status));
        return code;
      });
    });
    expect(shown.toSorted()).toEqual(operation.errors.toSorted());
    expect(shown).toContain('internal-error');
    expect(shown.every((code) => code in problemCodes)).toBe(true);
  });
});
