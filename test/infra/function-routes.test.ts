import { describe, expect, test } from 'vitest';
import { functionFor, functionRoutes } from '../../src/config/function-routes.ts';

describe('functionFor', () => {
  test.each([
    ['POST', '/ingest/sub_1', 'ingest'],
    ['POST', '/ingest/sub_1/', 'ingest'],
    ['POST', '/ingest/sub_1/batch', 'ingest'],
    ['GET', '/ingest/sub_1', 'ingest'],
    ['POST', '/events', 'ingest'],
    ['POST', '/events/', 'ingest'],
    ['POST', '/events/batch', 'ingest'],
    ['GET', '/events', 'api'],
    ['GET', '/events/', 'api'],
    ['GET', '/events/evt_1', 'api'],
    ['DELETE', '/events/evt_1/payload', 'api'],
    ['OPTIONS', '/events', 'api'],
    ['GET', '/docs', 'docs'],
    ['GET', '/docs/', 'docs'],
    ['GET', '/docs/swagger-ui.css', 'docs'],
    ['POST', '/docs', 'docs'],
    ['POST', '/subscriptions', 'api'],
    ['POST', '/subscriptions/', 'api'],
    ['GET', '/subscriptions/sub_1/deliveries', 'api'],
    ['GET', '/openapi.json', 'api'],
    ['GET', '/', 'api'],
    ['GET', '', 'api'],
    ['GET', '//', 'api'],
    ['POST', '/ingest', 'api'],
    ['POST', '/ingest/', 'api'],
    ['POST', '/ingested', 'api'],
    ['POST', '/eventstream', 'api'],
    ['GET', '/documents', 'api'],
    ['POST', '/nothing/like/it', 'api'],
  ])('%s %s is answered by %s', (method, path, name) => {
    expect(functionFor(method, path)).toBe(name);
  });
});

test('every path of the table is answered for any method, so that API Gateway answers none by itself', () => {
  const paths = new Set(functionRoutes.map(({ path }) => path));
  for (const path of [...paths]) paths.add(path.slice(0, path.lastIndexOf('/')) || '/');
  const answered = functionRoutes.filter(({ method }) => method === 'ANY').map(({ path }) => path);
  expect(new Set(answered)).toEqual(paths);
});
