import * as z from 'zod';
import { retention } from '../../domain/limits.ts';
import { openApiShape } from '../core/fields.ts';
import { operation } from '../core/operation.ts';
import { aboutResource, aboutShape } from './about-output.ts';

/** The state and the documentation of the service. */

const healthShape = z
  .object({
    status: z.literal('ok'),
    version: z.string().meta({ description: 'The version of Posthorn.' }),
  })
  .meta({ id: 'Health', description: 'The service answers.' });

export const health = operation({
  id: 'health',
  method: 'GET',
  path: '/healthz',
  tag: 'Service',
  summary: 'Check the health of the service',
  description:
    'For load balancers and monitors. The embedded service answers 503 while it cannot write its store, for example ' +
    'because the disk is full or the data folder was deleted; `detail` has the reason. It makes no attempts and accepts ' +
    'no events in that time. On AWS, the answer shows only that the function runs.',
  scope: null,
  success: {
    status: 200,
    description: 'It does.',
    schema: healthShape,
    example: { status: 'ok', version: '0.1.0' },
  },
});

export const getAbout = operation({
  id: 'getAbout',
  method: 'GET',
  path: '/about',
  tag: 'Service',
  summary: 'Read about the service',
  description:
    'Version, retention, limits in force, and the state of the store. With a broken store, an API key that was not used ' +
    'in the last seconds is answered 503.',
  scope: 'read',
  forPortal: true,
  success: {
    status: 200,
    description: 'About the service.',
    schema: aboutShape,
    example: aboutResource({
      version: '0.1.0',
      family: 'embedded',
      retentionHours: retention.hoursDefault,
      tenantLimit: undefined,
      hasLive: false,
      fault: undefined,
    }),
  },
});

export const openapi = operation({
  id: 'openapi',
  method: 'GET',
  path: '/openapi.json',
  tag: 'Service',
  summary: 'This document',
  description: 'The OpenAPI 3.1 document of the API.',
  scope: null,
  success: {
    status: 200,
    description: 'The document.',
    schema: openApiShape,
    example: { openapi: '3.1.0', info: { title: 'Posthorn', version: '0.1.0' } },
  },
});

export const docs = operation({
  id: 'docs',
  method: 'GET',
  path: '/docs',
  tag: 'Service',
  summary: 'The documentation',
  description: 'A page that shows the OpenAPI document and can call the API.',
  scope: null,
  success: {
    status: 200,
    description: 'The page.',
    schema: undefined,
    mediaType: 'text/html',
    example: '<!doctype html><title>Posthorn</title>',
  },
});

/** A convenience for browsers, not part of the documented API. */
export const root = operation({
  id: 'root',
  method: 'GET',
  path: '/',
  tag: 'Service',
  summary: 'Redirect to the dashboard',
  description: 'Redirects to `/dashboard/`.',
  scope: null,
  isDocumented: false,
  success: {
    status: 307,
    description: 'A redirect to the dashboard.',
    schema: undefined,
    example: undefined,
    headers: { Location: 'The path of the dashboard.' },
  },
});
