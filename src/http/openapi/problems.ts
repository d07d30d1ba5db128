import type { AnyOperation } from '../core/operation.ts';
import {
  type FieldFault,
  type ProblemCode,
  problem,
  problemCodes,
  problemDocument,
  problemMediaType,
} from '../core/problem.ts';
import type { OpenApiSchemas } from './schemas.ts';

/** Errors in the OpenAPI document: one response a status, shared by the operations with the same problem codes. */

/** An operation's error responses: by status, references to `problemResponses`. */
export const problemReferences = (operation: AnyOperation): object =>
  Object.fromEntries(
    groupsOf(operation).map(({ status, codes }) => [
      status,
      { $ref: `#/components/responses/${nameOf(codes)}` },
    ]),
  );

/** The shared responses, by name, with an example for each problem. */
export function problemResponses(operations: readonly AnyOperation[], schemas: OpenApiSchemas): object {
  const schema = schemas.schemaOf(problemDocument);
  const groups = operations.flatMap(groupsOf);
  return Object.fromEntries(
    groups.map(({ codes }) => [
      nameOf(codes),
      {
        description: codes.map((code) => problemCodes[code].title).join('; or: '),
        content: {
          [problemMediaType]: {
            schema,
            examples: Object.fromEntries(codes.map((code) => [code, exampleOf(code)])),
          },
        },
      },
    ]),
  );
}

const groupsOf = ({ errors }: AnyOperation) =>
  Object.entries(Object.groupBy(errors, (code) => problemCodes[code].status)).map(([status, codes = []]) => ({
    status,
    codes,
  }));

const nameOf = (codes: readonly ProblemCode[]): string => codes.join('.');

const exampleFault: FieldFault = { in: 'body', pointer: '/target_url', detail: 'is not an absolute URL' };

function exampleOf(code: ProblemCode): object {
  const { title, example: detail } = problemCodes[code];
  const requestId = '5b1c7a0e-9d5f-4c38-8a55-2f6f3b1f7f10';
  const errors = code === 'invalid-request' ? { errors: [exampleFault] } : {};
  return { summary: title, value: problem(code, { detail, requestId, ...errors }) };
}
