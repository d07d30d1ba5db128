import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HttpAnswer, type HttpRequest, Refusal } from '../src/http/core/http.ts';
import { type HttpFunction, httpFunction } from '../src/http/core/http-function.ts';
import { allowHeader } from '../src/http/core/router.ts';
import type { Log } from '../src/ports/platform.ts';
import { pageHtml } from './docs-page/page.ts';
import { pageScript } from './docs-page/script.ts';
import { pageStyle } from './docs-page/style.ts';
import { BuiltPages, isOfPages, type PagesNeeds } from './pages/built-pages.ts';

interface DocsNeeds extends PagesNeeds {
  readonly log: Log;
  /** The folder with the files of the npm package `swagger-ui-dist`: the page loads nothing from elsewhere. */
  readonly swaggerUiFolder: string;
}

/** Of the operation `docs`, whose module would bring the schemas of the API along. */
const DOCS_PATH = '/docs';
const METHOD = 'GET';

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
const STYLE_TYPE = 'text/css; charset=utf-8';

/** Our own files. */
const ownFiles: Readonly<Record<string, readonly [contentType: string, body: string]>> = {
  'start.js': [SCRIPT_TYPE, pageScript],
  'posthorn.css': [STYLE_TYPE, pageStyle],
};

/** Only these of the package's files are served. */
const assetTypes: Readonly<Record<string, string>> = {
  'swagger-ui.css': STYLE_TYPE,
  'swagger-ui-bundle.js': SCRIPT_TYPE,
};

/**
 * Swagger UI sets styles on elements and shows data: images; everything else, including all scripts, comes from here.
 */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the pages: the dashboard, the receiver's portal, and the documentation. */
export const createDocsFunction = (needs: DocsNeeds): HttpFunction => {
  const pages = new BuiltPages(needs);
  return httpFunction(needs.log, async (request) => {
    if (request.method === 'OPTIONS') return { status: 204, headers: { allow: ALLOW } };
    refuseOtherMethods(request);
    return isOfPages(request.path) ? pages.answer(request) : documentation(needs, request);
  });
};

async function documentation(
  { swaggerUiFolder }: DocsNeeds,
  { path, basePath }: HttpRequest,
): Promise<HttpAnswer> {
  if (path === DOCS_PATH) return html(pageHtml(basePath + path));
  const name = path.slice(`${DOCS_PATH}/`.length);
  const own = Object.hasOwn(ownFiles, name) ? ownFiles[name] : undefined;
  if (own !== undefined) return asset(...own);
  const contentType = Object.hasOwn(assetTypes, name) ? assetTypes[name] : undefined;
  if (contentType === undefined) throw new Refusal('not-found', `No operation has the path ${path}.`);
  return asset(contentType, await readFile(join(swaggerUiFolder, name), 'utf8'));
}

const ALLOW = allowHeader([METHOD]);

function refuseOtherMethods({ method }: HttpRequest): void {
  if (method === METHOD) return;
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
