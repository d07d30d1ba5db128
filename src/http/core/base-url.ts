import type { HttpRequest } from './http.ts';

/**
 * The URL of the API that the request was sent to, without a slash at its end, for example
 * `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod`. API Gateway and proxies say in `X-Forwarded-Proto`
 * whether the request came over TLS.
 */
export function baseUrlOf({ headers, basePath }: Pick<HttpRequest, 'headers' | 'basePath'>): string {
  const { host, 'x-forwarded-proto': protocols } = headers;
  if (host === undefined) return basePath;
  const isTls = protocols?.split(',', 1)[0]?.trim().toLowerCase() === 'https';
  return `${isTls ? 'https' : 'http'}://${host}${basePath}`;
}
