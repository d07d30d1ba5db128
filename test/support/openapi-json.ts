import { openApiDocument } from '../../src/http/openapi/document.ts';

/** The OpenAPI document as a client reads it. The type says which parts of it a test looks at. */
export const openApiJson = <Document>(): Document =>
  JSON.parse(JSON.stringify(openApiDocument({ version: '0' })));
