import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HttpAnswer, type HttpRequest, Refusal } from '../../src/http/core/http.ts';
import { pagesPolicy } from './policy.ts';

/** The folder that `scripts/build-dashboard.ts` writes. */
export interface PagesNeeds {
  readonly pagesFolder: string;
  /** The origins that may embed the receiver's portal, for example `https://app.example.com`. */
  readonly portalOrigins: readonly string[];
  /** False: answers are text only. LocalStack does not decode base64 for the binary media type that stands for all. */
  readonly compresses: boolean;
  /** The origins of the live view, where it is not the origin of the pages. */
  readonly liveOrigins: readonly string[];
}

/** Codings of a file that were made when the pages were built, the smallest first. */
const CODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** `files.json`: each asset below `assets/` with its content type; the build lists them, so that no other file is served. */
type Files = Readonly<Record<string, string>>;

const DASHBOARD_PATH = '/dashboard';
const PORTAL_PATH = '/portal';
const ASSETS_PATH = `${DASHBOARD_PATH}/assets/`;
/** The name of an asset has a hash of its content. */
const FOREVER = 'public, max-age=31536000, immutable';

const isWithin = (root: string, path: string): boolean => path === root || path.startsWith(`${root}/`);

/** Whether the dashboard or the portal has the path. */
export const isOfPages = (path: string): boolean =>
  isWithin(DASHBOARD_PATH, path) || isWithin(PORTAL_PATH, path);

/** The pages: one HTML file for all their addresses, and assets that never change. */
export class BuiltPages {
  readonly #needs: PagesNeeds;
  #files: Promise<Files> | undefined;
  #template: Promise<string> | undefined;

  constructor(needs: PagesNeeds) {
    this.#needs = needs;
  }

  /** @throws Refusal for an asset that the build does not have */
  answer(request: HttpRequest): Promise<HttpAnswer> {
    return request.path.startsWith(ASSETS_PATH) ? this.#asset(request) : this.#page(request);
  }

  async #page({ path, hasTrailingSlash, headers }: HttpRequest): Promise<HttpAnswer> {
    this.#template ??= this.#read('index.html').then(String);
    const isPortal = isWithin(PORTAL_PATH, path);
    const { portalOrigins, liveOrigins } = this.#needs;
    const body = (await this.#template)
      .replace('<base href="/dashboard/">', `<base href="${baseFrom(path, hasTrailingSlash)}">`)
      .replace('</head>', `${isPortal ? originsMeta(portalOrigins) : ''}</head>`);
    const etag = etagOf(body);
    const page = {
      etag,
      'cache-control': 'no-cache',
      'content-security-policy': pagesPolicy({ liveOrigins, embedders: isPortal ? portalOrigins : [] }),
    };
    if (isKnown(etag, headers)) return { status: 304, headers: page };
    return { status: 200, headers: { ...page, 'content-type': 'text/html; charset=utf-8' }, body };
  }

  async #asset({ path, headers }: HttpRequest): Promise<HttpAnswer> {
    const name = path.slice(ASSETS_PATH.length);
    this.#files ??= this.#read('files.json').then((text) => JSON.parse(String(text)) as Files);
    const files = await this.#files;
    const contentType = Object.hasOwn(files, name) ? files[name] : undefined;
    if (contentType === undefined) throw new Refusal('not-found', `The pages have no file ${path}.`);
    const etag = etagOf(name);
    const known = { etag, 'cache-control': FOREVER, vary: 'accept-encoding' };
    if (isKnown(etag, headers)) return { status: 304, headers: known };
    const codings = this.#needs.compresses ? CODINGS : [];
    const coding = codings.find(([token]) => accepts(headers['accept-encoding'], token));
    const bytes = await this.#read(`assets/${name}${coding?.[1] ?? ''}`);
    const described = { ...known, 'content-type': contentType };
    return {
      status: 200,
      headers: coding === undefined ? described : { ...described, 'content-encoding': coding[0] },
      // Scripts, styles and SVG are text.
      body: coding === undefined ? String(bytes) : bytes,
    };
  }

  async #read(name: string): Promise<Buffer> {
    try {
      return await readFile(join(this.#needs.pagesFolder, name));
    } catch (cause) {
      // Read again at the next request: a fault passes, and the pages may be built by then.
      this.#files = undefined;
      this.#template = undefined;
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      throw new Refusal('not-found', 'The pages are not built. In a clone, run: npm run dashboard:build');
    }
  }
}

/**
 * The address of the dashboard, relative to the address of the page: a gateway, an emulator or a proxy may put a prefix
 * before every path, which the function does not see. For example `../dashboard/` on the page `/dashboard/events`.
 */
function baseFrom(path: string, hasTrailingSlash: boolean): string {
  const slashes = path.split('/').length - 1;
  return `${'../'.repeat(hasTrailingSlash ? slashes : slashes - 1)}${DASHBOARD_PATH.slice(1)}/`;
}

const etagOf = (content: string): string =>
  `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;

/** `If-None-Match` (RFC 9110, section 13.1.2), by weak comparison: gateways may weaken a tag. */
function isKnown(etag: string, headers: HttpRequest['headers']): boolean {
  const tags = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags?.some((tag) => tag === '*' || tag === etag) ?? false;
}

/** Whether `Accept-Encoding` (RFC 9110, section 12.5.3) names the coding without refusing it by `q=0`. */
function accepts(header: string | undefined, coding: string): boolean {
  return (header ?? '').split(',').some((item) => {
    const [token = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    return token === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The portal takes messages only from these origins. */
const originsMeta = (origins: readonly string[]): string =>
  `<meta name="posthorn-portal-origins" content="${escaped(origins.join(' '))}">\n`;
