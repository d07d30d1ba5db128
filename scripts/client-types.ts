import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** What of the client is generated: files of `client/src/generated`, from the OpenAPI document. */

const HEADER = '// Generated from docs/openapi.json by `npm run client:types`: do not edit.\n\n';

interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
}

export interface DocumentWithPaths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** File names with their text. */
export async function clientTypes(document: DocumentWithPaths): Promise<Readonly<Record<string, string>>> {
  return { 'openapi.ts': await typesOf(document), 'routes.ts': routesOf(document) };
}

/** Types of every schema and operation, by openapi-typescript; a schema that has a name can be imported by it. */
async function typesOf(document: DocumentWithPaths): Promise<string> {
  const tree = await openapiTS(withoutExamples(document) as OpenAPI3, {
    // What has a default may be left out.
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
  });
  return HEADER + astToString(tree).replaceAll(/^export type Response\w+ = .*\n/gm, '');
}

/**
 * Whole requests and answers as examples belong into the documentation, and would be half of the file. A field that is
 * called so is none.
 */
const withoutExamples = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, member: unknown) => {
      if (key === 'properties')
        return Object.fromEntries(Object.entries(member as object).map(protectedName));
      return key === 'examples' || (key === 'example' && typeof member === 'object') ? undefined : member;
    }).replaceAll(`"${FIELD}`, '"'),
  );

const FIELD = 'a field: ';
const protectedName = ([name, schema]: [string, unknown]): [string, unknown] => [`${FIELD}${name}`, schema];

/** What a call has to know at run time, an operation a line. */
function routesOf({ paths }: DocumentWithPaths): string {
  const lines = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      routeLine(path, method, operation as OperationObject),
    ),
  );
  return [
    HEADER.trimEnd(),
    '',
    '/** Of each operation: what it takes (a query only where it has no body), and whether `Idempotency-Key` is of use. */',
    'export const routes = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
}

function routeLine(
  path: string,
  method: string,
  { operationId, parameters = [], requestBody }: OperationObject,
): string {
  const takesKey = parameters.some(({ name }) => name === 'Idempotency-Key');
  const hasBody = requestBody !== undefined;
  const hasQuery = !hasBody && parameters.some((parameter) => parameter.in === 'query');
  const fields = [
    `method: '${method.toUpperCase()}'`,
    `path: '${path}'`,
    `hasBody: ${hasBody}`,
    `hasQuery: ${hasQuery}`,
    `takesKey: ${takesKey}`,
  ];
  return `  ${operationId}: { ${fields.join(', ')} },`;
}
