import { describe, expect, it } from 'vitest';
import { type ProblemDocument, problemDocument } from '../../src/http/core/problem.ts';
import { operations } from '../../src/http/openapi/operations.ts';
import { type HttpAnswer, problemIn } from '../support/api-client.ts';
import { badBodies, validBodies } from '../support/bad-bodies.ts';
import { badHeaders, badQueries } from '../support/bad-parameters.ts';
import type { BadValue } from '../support/bad-value.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { openApiJson } from '../support/openapi-json.ts';
import { pathOf as pathOfOperation, unknownIds } from '../support/operation-calls.ts';

/** Each field of each operation, wrong in several ways: the answer is a problem document that points at it. */

const posthorn = await serviceForFile();
await posthorn.api.sendJson('POST', '/event-types', { name: 'order.paid' });
await posthorn.api.sendJson('POST', '/receivers', { id: 'customer-42', name: 'a' });
/** The same for all: no bad request changes it. */
const { id: subscriptionId } = await posthorn.api.createSubscription({ target_url: 'http://127.0.0.1/' });

const operationNamed = (name: string) => operations.find(({ id }) => id === name)!;

const pathOf = (name: string) =>
  pathOfOperation(operationNamed(name), {
    ...unknownIds,
    subscriptions: subscriptionId,
    ingest: subscriptionId,
    'event-types': 'order.paid',
    receivers: 'customer-42',
  });

/** The other fields of the operation, so that only one field is wrong. */
const otherwiseValid: Readonly<Record<string, { headers?: Record<string, string>; body?: string }>> = {
  ingestEvent: { body: '1' },
  publishEvent: { headers: { 'x-event-type': 'a' }, body: '1' },
  ...Object.fromEntries(
    Object.entries(validBodies)
      .filter(([name]) => name !== 'publishEvent')
      .map(([name, body]) => [
        name,
        { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      ]),
  ),
};

const casesOf = (table: Readonly<Record<string, Readonly<Record<string, readonly BadValue[]>>>>) =>
  Object.entries(table).flatMap(([operation, fields]) =>
    Object.entries(fields).map(([field, values]) => [operation, field, values] as const),
  );

/** Of an item of a batch, the problem is in its result: the batch itself is answered. */
function problemAt(answer: HttpAnswer, pointer: string): ProblemDocument {
  const n = /^\/events\/(\d+)/.exec(pointer)?.[1];
  if (n === undefined) return problemIn(answer);
  expect(answer.status).toBe(200);
  const { results } = answer.json() as { results: readonly { problem?: unknown }[] };
  return problemDocument.strict().parse(results[Number(n)]?.problem);
}

function expectFaultAt(answer: HttpAnswer, part: string, pointer: string, sent: unknown) {
  const said = `${JSON.stringify(sent)?.slice(0, 200)} → ${answer.body.toString().slice(0, 500)}`;
  const problem = problemAt(answer, pointer);
  expect(problem, said).toMatchObject({ type: 'urn:posthorn:problem:invalid-request', status: 422 });
  const faults = problem.errors?.map((fault) => `${fault.in} ${fault.pointer}`);
  expect(faults, said).toContain(`${part} ${pointer}`);
  for (const { detail } of problem.errors ?? []) expect(detail, said).toMatch(/^[a-z]/);
}

describe('in the body of', () => {
  it.each(casesOf(badBodies))('%s, the field %s is refused when it is wrong', async (name, field, values) => {
    for (const { value, at } of values) {
      const body = { ...validBodies[name as keyof typeof badBodies], [field]: value };
      const answer = await posthorn.api.sendJson(operationNamed(name).method, pathOf(name), body);
      expectFaultAt(answer, 'body', at ?? `/${field}`, value);
    }
  });

  it.each(Object.keys(badBodies))('%s, what is no object is refused', async (name) => {
    for (const body of [null, 5, 'x', true, [], [validBodies.createSubscription]]) {
      const answer = await posthorn.api.sendJson(operationNamed(name).method, pathOf(name), body);
      expectFaultAt(answer, 'body', '', body);
    }
  });

  it.each(['createSubscription', 'replaceSubscription', 'updateSubscription'] as const)(
    '%s, two names for one field are refused',
    async (name) => {
      const { method } = operationNamed(name);
      const twoTypes = { ...validBodies[name], event_type: 'a', event_types: ['a'] };
      const types = await posthorn.api.sendJson(method, pathOf(name), twoTypes);
      expectFaultAt(types, 'body', '/event_type', twoTypes);
      const twoSecrets = { ...validBodies[name], secret: 'a', ingest_secret: 'a' };
      expectFaultAt(
        await posthorn.api.sendJson(method, pathOf(name), twoSecrets),
        'body',
        '/secret',
        twoSecrets,
      );
    },
  );

  it('createSubscription, every fault is named, and so is a member called __proto__', async () => {
    const body = '{"target_url":5,"timeout_seconds":0,"a":1,"b":2,"metadata":{"__proto__":"x"}}';
    const headers = { 'content-type': 'application/json' };
    const answer = await posthorn.api.send('POST', '/subscriptions', { headers, body });
    const pointers = problemIn(answer).errors?.map(({ pointer }) => pointer);
    expect(pointers?.sort()).toEqual(['/a', '/b', '/metadata/__proto__', '/target_url', '/timeout_seconds']);
  });

  it('createSubscription, thousands of faults make a short answer', async () => {
    const names = Array.from({ length: 3_000 }, (_, index) => [`${'x'.repeat(50)}${index}`, 1]);
    const answer = await posthorn.api.sendJson('POST', '/subscriptions', Object.fromEntries(names));
    expect(problemIn(answer).errors?.length).toBeLessThanOrEqual(50);
    expect(answer.body.length).toBeLessThan(20_000);
  });
});

describe('in the query of', () => {
  const callOf = (name: string, query: string) =>
    posthorn.api.send(operationNamed(name).method, `${pathOf(name)}?${query}`, otherwiseValid[name]);

  it.each(casesOf(badQueries))(
    '%s, the parameter %s is refused when it is wrong',
    async (name, field, values) => {
      for (const { value } of values) {
        // Text after an ampersand is another parameter.
        const query = `${field}=${encodeURIComponent(String(value)).replaceAll('%26until%3D', '&until=')}`;
        expectFaultAt(await callOf(name, query), 'query', `/${field}`, value);
      }
      const twice = `${field}=1&${field}=1`;
      expectFaultAt(await callOf(name, twice), 'query', `/${field}`, twice);
    },
  );

  // The documentation is a page: browsers and links may add any parameter.
  it.each(operations.filter(({ id }) => id !== 'docs').map(({ id }) => id))(
    '%s, a parameter that it does not have is refused',
    async (name) => {
      expectFaultAt(await callOf(name, 'nope=1'), 'query', '/nope', 'nope');
      expect(operationNamed(name).errors).toContain('invalid-request');
    },
  );
});

describe('in the headers of', () => {
  it.each(casesOf(badHeaders))('%s, %s is refused when it is wrong', async (name, field, values) => {
    const { headers, body } = otherwiseValid[name] ?? {};
    for (const { value } of values) {
      const call = { headers: { ...headers, [field.toLowerCase()]: String(value) }, ...(body && { body }) };
      const answer = await posthorn.api.send(operationNamed(name).method, pathOf(name), call);
      expectFaultAt(answer, 'header', `/${field}`, value);
    }
  });
});

describe('the tables above', () => {
  interface Documented {
    readonly operationId: string;
    readonly parameters?: readonly { readonly in: string; readonly name: string }[];
    readonly requestBody?: {
      readonly content: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>;
    };
  }

  const document = openApiJson<{
    paths: Record<string, Record<string, Documented>>;
    components: { schemas: Record<string, { properties?: object }> };
  }>();
  const documented = Object.values(document.paths).flatMap((methods) => Object.values(methods));

  const fieldsOf = ({ requestBody }: Documented): readonly string[] => {
    const name = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
    return Object.keys(
      (name === undefined ? undefined : document.components.schemas[name])?.properties ?? {},
    );
  };
  /** Fields for which no value is wrong. */
  const takesAnything = ['testSubscription.payload'];
  const namesOf = ({ parameters }: Documented, part: string) =>
    (parameters ?? []).flatMap(({ in: place, name }) => (place === part ? [name] : []));

  it('leave no field out that is documented', () => {
    expect(documented.length).toBeGreaterThan(15);
    const missing = documented.flatMap((operation) => {
      const id = operation.operationId;
      const has = (table: object) => Object.keys((table as Record<string, object>)[id] ?? {});
      return [
        ...fieldsOf(operation).filter(
          (name) => !has(badBodies).includes(name) && !takesAnything.includes(`${id}.${name}`),
        ),
        ...namesOf(operation, 'query').filter((name) => !has(badQueries).includes(name)),
        // Any text may be meant as a signature: a wrong one is a 403, not a fault of form.
        ...namesOf(operation, 'header').filter(
          (name) => name !== 'X-Posthorn-Signature' && !has(badHeaders).includes(name),
        ),
      ].map((name) => `${id}: ${name}`);
    });
    expect(missing).toEqual([]);
    expect(documented.flatMap(fieldsOf)).toContain('retry_policy');
  });
});
