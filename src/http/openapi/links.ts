import type { AnyOperation, Success } from '../core/operation.ts';
import type { OpenApiSchemas } from './schemas.ts';

/**
 * OpenAPI links from ids in answers to the operations that take an id of the same kind. Kinds of ids are recognized by
 * their patterns, which answers and paths share.
 * https://spec.openapis.org/oas/v3.1.0#link-object
 */
export function linksOf(
  operation: AnyOperation,
  success: Success,
  operations: readonly AnyOperation[],
  schemas: OpenApiSchemas,
): { readonly links?: object } {
  const ids = idsMadeBy(operation, success, schemas);
  const links = operations.flatMap(({ id, params }) => {
    const [parameter] = schemas.patternsOf(params);
    const isOnly = params !== undefined && schemas.parametersOf(params).length === 1;
    const field = ids.find(({ pattern }) => pattern === parameter?.pattern);
    if (parameter === undefined || !isOnly || field === undefined) return [];
    return [[id, { operationId: id, parameters: { [parameter.name]: `$response.body#/${field.name}` } }]];
  });
  return links.length === 0 ? {} : { links: Object.fromEntries(links) };
}

function idsMadeBy({ params }: AnyOperation, success: Success, schemas: OpenApiSchemas) {
  if (success.status !== 201 && success.status !== 202) return [];
  const given = schemas.patternsOf(success.schema);
  const taken = schemas.patternsOf(params).map(({ pattern }) => pattern);
  const isThereAlready = given.some(({ name, pattern }) => name === 'id' && taken.includes(pattern));
  return isThereAlready ? [] : given.filter(({ pattern }) => !taken.includes(pattern));
}
