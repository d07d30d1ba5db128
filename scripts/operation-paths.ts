import { operations } from '../src/http/openapi/operations.ts';

/**
 * The module src/http/openapi/operation-paths.ts. Functions that answer 404 and 405 for all operations need only their methods and paths:
 * with their schemas, the bundle of ingest would be half as large again.
 */
export const operationPathsModule = (): string => `import type { OperationPath } from '../core/operation.ts';

/** Every operation of the API. Made by \`npm run openapi\`. */
export const operationPaths: readonly OperationPath[] = [
${operations.map(({ method, path }) => `  { method: '${method}', path: '${path}' },\n`).join('')}];
`;
