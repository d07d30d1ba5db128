import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { docs as docsOperation } from '../src/api/operations/service.ts';
import type { Log } from '../src/ports/log.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from './middleware/http.ts';
import { type HttpFunction, httpFunction } from './middleware/http-function.ts';
import { allowHeader } from './middleware/router.ts';

interface DocsNeeds {
  readonly log: Log;
  /** The folder with the files of the npm package `swagger-ui-dist`: nothing is loaded from elsewhere. */
  readonly swaggerUiFolder: string;
}

/** Only these of the package's files are served. */
const assetTypes: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Swagger UI sets styles on elements and shows data: images; all else is from here, and scripts are files of ours. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const page = (folder: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Posthorn API</title>
<link rel="icon" href="${folder}/favicon-32x32.png">
<link rel="stylesheet" href="${folder}/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${folder}/swagger-ui-bundle.js"></script>
<script src="${folder}/start.js"></script>
</body>
</html>
`;

const startScript = `const url = new URL('../openapi.json', document.currentScript.src).href;
SwaggerUIBundle({ url, dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;

/** Serves the documentation page. */
export const createDocsFunction = (needs: DocsNeeds): HttpFunction =>
  httpFunction(needs.log, async (request) => {
    if (request.method === 'OPTIONS') return { status: 204, headers: { allow: ALLOW } };
    refuseOtherMethods(request);
    if (request.path === docsOperation.path) return html(page(request.basePath + request.path));
    const name = request.path.slice(`${docsOperation.path}/`.length);
    if (name === 'start.js') return asset('text/javascript; charset=utf-8', startScript);
    const contentType = Object.hasOwn(assetTypes, name) ? assetTypes[name] : undefined;
    if (contentType === undefined) throw new Refusal('not-found', `There is no ${request.path} here.`);
    return asset(contentType, await readFile(join(needs.swaggerUiFolder, name)));
  });

const ALLOW = allowHeader([docsOperation.method]);

function refuseOtherMethods({ method }: HttpRequest): void {
  if (method === docsOperation.method) return;
  throw new Refusal('method-not-allowed', `Use one of ${ALLOW} here.`, { headers: { allow: ALLOW } });
}

const html = (body: string): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentSecurityPolicy },
  body,
});

const asset = (contentType: string, body: string | Uint8Array): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': contentType, 'cache-control': 'public, max-age=3600' },
  body,
});
