import { describe, expect, test } from 'vitest';
import {
  type FunctionEnvironment,
  functionVariables,
  parseFunctionEnvironment,
} from '../../src/config/function-environment.ts';

const environment: FunctionEnvironment = {
  version: '1.2.3',
  tableName: 'posthorn-table',
  queueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/delivery',
  exhaustedQueueUrl: 'http://127.0.0.1:4566/000000000000/exhausted',
  payloadBucket: 'posthorn-payloads',
  dataKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1f0c3f4e-0000-4000-8000-000000000000',
  redisUrl: 'rediss://posthorn@cache.example.com:6379',
  redisIamCache: 'posthorn-prod',
  deliverMaxConcurrency: 250,
  tenantRateLimit: { perSecond: 100, burst: 250 },
  retentionHours: 72,
  allowHttpTargets: true,
  allowedTargetCidrs: ['10.0.0.0/8', 'fd12::/48'],
  logLevel: 'warn',
};

describe("a function's environment", () => {
  test('is read back as it was written', () => {
    expect(parseFunctionEnvironment(functionVariables(environment))).toEqual(environment);
    const strict = { ...environment, allowHttpTargets: false, allowedTargetCidrs: [] };
    expect(parseFunctionEnvironment(functionVariables(strict))).toEqual(strict);
  });

  test('may hold variables of others, which are left out', () => {
    expect(parseFunctionEnvironment({ ...functionVariables(environment), AWS_REGION: 'eu-west-1' })).toEqual(
      environment,
    );
  });

  test('need not name a cache', () => {
    const uncached = { ...environment, redisUrl: undefined, redisIamCache: undefined };
    const variables = functionVariables(uncached);
    expect(Object.keys(variables).filter((variable) => variable.includes('REDIS'))).toEqual([]);
    expect(parseFunctionEnvironment(variables)).toEqual(uncached);
  });

  const required = Object.keys(functionVariables(environment)).filter(
    (name) => !/REDIS|TENANT_RATE_LIMIT/.test(name),
  );

  test.each(required)('cannot do without %s, and says so', (variable) => {
    expect(() =>
      parseFunctionEnvironment({ ...functionVariables(environment), [variable]: undefined }),
    ).toThrow(new RegExp(`: ${variable} `));
  });

  test.each([
    ['POSTHORN_TABLE_NAME', ''],
    ['POSTHORN_QUEUE_URL', 'delivery'],
    ['POSTHORN_DATA_KEY_ID', 'alias/posthorn'],
    ['POSTHORN_REDIS_URL', 'cache.example.com:6379'],
    ['POSTHORN_REDIS_URL', 'https://cache.example.com'],
    ['POSTHORN_REDIS_URL', ''],
    ['POSTHORN_REDIS_IAM_CACHE', ''],
    ['POSTHORN_RETENTION_HOURS', '0'],
    ['POSTHORN_RETENTION_HOURS', '3 days'],
    ['POSTHORN_ALLOW_HTTP_TARGETS', 'true'],
    ['POSTHORN_ALLOWED_TARGET_CIDRS', '10.0.0.1'],
    ['POSTHORN_ALLOWED_TARGET_CIDRS', '10.0.0.0/33'],
    ['POSTHORN_LOG_LEVEL', 'verbose'],
  ])('refuses %s = "%s" and names the variable', (variable, value) => {
    expect(() => parseFunctionEnvironment({ ...functionVariables(environment), [variable]: value })).toThrow(
      variable,
    );
  });
});
