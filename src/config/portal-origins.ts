// The small zod, because the docs function has this in its bundle.
import * as z from 'zod/mini';
import { itemsOf } from './function-environment.ts';

/** The origins of web pages that may show the portal in an iframe, and their variable for the docs function. */

const VARIABLE = 'POSTHORN_PORTAL_ORIGINS';

const FAULT =
  'must be https: origins without a path, separated by commas, such as https://app.example.com; http: is only for ' +
  'localhost and 127.0.0.1';

/** No `*`, `;` or space, which have a meaning in a Content-Security-Policy; and no IPv6 address, which it cannot name. */
const HOST_NAME = /^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/;
const LOOPBACK = /^(([a-z0-9-]+\.)*localhost|127(\.\d+){3})$/;

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.href !== `${url.origin}/` || !HOST_NAME.test(url.hostname)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}

/** Origins in the form in which browsers state them, for example without the port 443. */
export const portalOrigins = z.pipe(
  z.pipe(z.string(FAULT), z.transform(itemsOf)),
  z.array(
    z.pipe(
      z.string(FAULT).check(z.refine(isOrigin, FAULT)),
      z.transform((text: string) => new URL(text).origin),
    ),
  ),
);

const variables = z.object({ [VARIABLE]: z.prefault(portalOrigins, '') });

/** The environment of the docs function on AWS. */
export interface DocsEnvironment {
  readonly portalOrigins: readonly string[];
}

export const docsVariables = (environment: DocsEnvironment): Readonly<Record<string, string>> => ({
  [VARIABLE]: environment.portalOrigins.join(','),
});

/** @throws an error that names the variable, never its value */
export function parseDocsEnvironment(env: Readonly<Record<string, string | undefined>>): DocsEnvironment {
  const parsed = variables.safeParse(env);
  if (!parsed.success) throw new Error(`invalid environment of the function: ${VARIABLE} ${FAULT}`);
  return { portalOrigins: parsed.data[VARIABLE] };
}
