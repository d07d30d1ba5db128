import { describe, expect, it } from 'vitest';
import { openApiJson } from '../../../support/openapi-json.ts';

interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly links?: Readonly<Record<string, Link>> }>>;
}
interface Link {
  readonly operationId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const { paths } = openApiJson<{ paths: Record<string, Record<string, OperationObject>> }>();
const documented = Object.values(paths).flatMap((methods) => Object.values(methods));
const named = (id: string) => documented.find(({ operationId }) => operationId === id);

const linksOf = (id: string): Readonly<Record<string, Link>> =>
  Object.assign({}, ...Object.values(named(id)?.responses ?? {}).map(({ links }) => links));

describe('the links of the OpenAPI document', () => {
  it('lead from a created resource to all operations on it', () => {
    expect(linksOf('ingestEvent')).toEqual({
      getEvent: { operationId: 'getEvent', parameters: { id: '$response.body#/event_id' } },
      getDelivery: { operationId: 'getDelivery', parameters: { id: '$response.body#/task_id' } },
      getStatus: { operationId: 'getStatus', parameters: { task_id: '$response.body#/task_id' } },
      sendEvent: { operationId: 'sendEvent', parameters: { id: '$response.body#/event_id' } },
      deletePayload: { operationId: 'deletePayload', parameters: { id: '$response.body#/event_id' } },
      replayDelivery: { operationId: 'replayDelivery', parameters: { id: '$response.body#/task_id' } },
      retryDelivery: { operationId: 'retryDelivery', parameters: { id: '$response.body#/task_id' } },
      cancelDelivery: { operationId: 'cancelDelivery', parameters: { id: '$response.body#/task_id' } },
    });
    expect(Object.keys(linksOf('createSubscription'))).toEqual(
      expect.arrayContaining(['getSubscription', 'deleteSubscription', 'ingestEvent']),
    );
  });

  it('lead nowhere from an answer with an existing resource', () => {
    for (const id of ['getSubscription', 'enableSubscription', 'replayDelivery', 'listEvents', 'health']) {
      expect(linksOf(id), id).toEqual({});
    }
  });

  it('name operations and parameters that are there', () => {
    for (const { operationId } of documented) {
      for (const [name, link] of Object.entries(linksOf(operationId))) {
        const target = named(link.operationId);
        const inPath = target?.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
        expect(link.operationId).toBe(name);
        expect(Object.keys(link.parameters)).toEqual(inPath.map((parameter) => parameter.name));
      }
    }
  });
});
