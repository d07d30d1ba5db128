import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createDocsFunction } from '../../functions/docs.ts';
import { dashboardFolder } from '../../scripts/build/dashboard.ts';
import type { ApiGatewayEvent } from '../../src/http/core/api-gateway.ts';
import { type GatewayCall, httpContext, httpEvent, restEvent } from '../support/lambda-events.ts';

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };

const pagesFunction = (options: { pagesFolder?: string; portalOrigins?: readonly string[] } = {}) =>
  createDocsFunction({
    log,
    swaggerUiFolder: '',
    pagesFolder: dashboardFolder,
    portalOrigins: [],
    compresses: true,
    liveOrigins: [],
    ...options,
  });

async function get(
  serve: ReturnType<typeof pagesFunction>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  event: (call: GatewayCall) => ApiGatewayEvent = restEvent,
) {
  const answer = await serve(event({ method: 'GET', path, headers }), httpContext);
  const body = Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8');
  return { status: answer.statusCode, headers: answer.headers, body };
}

const scriptIn = (html: string): string => /src="\.\/(assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';

describe('the pages', () => {
  it.each([
    ['/dashboard/', '../dashboard/'],
    ['/dashboard', 'dashboard/'],
    ['/dashboard/events', '../dashboard/'],
    ['/dashboard/events/', '../../dashboard/'],
    ['/dashboard/subscriptions/sub_1/edit', '../../../dashboard/'],
    ['/portal/', '../dashboard/'],
    ['/portal/deliveries/dlv_1', '../../dashboard/'],
  ])('lead from %s to their files, behind any prefix', async (path, base) => {
    for (const event of [restEvent, httpEvent]) {
      const { status, headers, body } = await get(pagesFunction(), path, {}, event);
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(/<base href="([^"]*)">/.exec(String(body))?.[1]).toBe(base);
      const page = `https://gateway.example.com/a/prefix${path}`;
      expect(new URL(base, page).href).toBe('https://gateway.example.com/a/prefix/dashboard/');
    }
  });

  it('allow no inline code, nothing from elsewhere, and no frame but the portal of allowed origins', async () => {
    const serve = pagesFunction({ portalOrigins: ['https://app.example.com', 'https://b.example.com'] });
    const dashboard = await get(serve, '/dashboard/');
    expect(dashboard.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(dashboard.headers['content-security-policy']).not.toContain('unsafe');
    const portal = await get(serve, '/portal/');
    expect(portal.headers['content-security-policy']).toContain(
      'frame-ancestors https://app.example.com https://b.example.com',
    );
    expect(String(portal.body)).toContain('content="https://app.example.com https://b.example.com"');
    expect(String(dashboard.body)).not.toContain('app.example.com');
    expect(String(dashboard.body)).not.toMatch(/<script(?![^>]*src=)|\sstyle=|<style/);
  });

  it('are compressed as the browser accepts it, and the same under every coding', async () => {
    const serve = pagesFunction();
    const path = `/dashboard/${scriptIn(String((await get(serve, '/dashboard/')).body))}`;
    const plain = await get(serve, path);
    expect(plain.headers).not.toHaveProperty('content-encoding');
    const codings = [
      ['gzip, deflate', 'gzip', gunzipSync],
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ] as const;
    for (const [accepted, coding, decompress] of codings) {
      const { headers, body } = await get(serve, path, { 'accept-encoding': accepted });
      expect(headers).toMatchObject({ 'content-encoding': coding, vary: 'accept-encoding' });
      expect(decompress(body).equals(plain.body)).toBe(true);
    }
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('are not sent again when the browser has them', async () => {
    const serve = pagesFunction();
    const page = await get(serve, '/dashboard/');
    const asset = `/dashboard/${scriptIn(String(page.body))}`;
    for (const path of ['/dashboard/', asset]) {
      const { etag = '' } = (await get(serve, path)).headers;
      const again = await get(serve, path, { 'if-none-match': `"other", W/${etag}` });
      expect([again.status, again.body.length, again.headers['etag']]).toEqual([304, 0, etag]);
    }
    expect(page.headers['cache-control']).toBe('no-cache');
  });

  it.each([
    '/dashboard/assets/nope.js',
    '/dashboard/assets/../files.json',
    '/dashboard/assets/..%2Ffiles.json',
    '/dashboard/assets/__proto__',
    '/dashboard/assets/',
  ])('have no file %s', async (path) => {
    const { status, headers } = await get(pagesFunction(), path);
    const isProblem = headers['content-type'] === 'application/problem+json';
    // A path that ends above the assets is an address of the dashboard.
    expect(isProblem ? status : headers['content-type']).toBe(isProblem ? 404 : 'text/html; charset=utf-8');
  });

  it('say how to build them, and work once they are built', async () => {
    const pagesFolder = mkdtempSync(join(tmpdir(), 'posthorn-pages-'));
    const missing = await get(pagesFunction({ pagesFolder }), '/dashboard/');
    expect(missing.status).toBe(404);
    expect(String(missing.body)).toContain('npm run dashboard:build');
  });
});
