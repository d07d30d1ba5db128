import { describe, expect, test } from 'vitest';
import {
  type FunctionEnvironment,
  functionVariables,
  parseFunctionEnvironment,
} from '../../src/config/function-environment.ts';

const environment: FunctionEnvironment = {
  tableName: 'posthorn-table',
  queueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/delivery',
  exhaustedQueueUrl: 'http://127.0.0.1:4566/000000000000/exhausted',
  payloadBucket: 'posthorn-payloads',
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

  test.each(Object.keys(functionVariables(environment)))('cannot do without %s, and says so', (variable) => {
    expect(() =>
      parseFunctionEnvironment({ ...functionVariables(environment), [variable]: undefined }),
    ).toThrow(new RegExp(`: ${variable} `));
  });

  test.each([
    ['POSTHORN_TABLE_NAME', ''],
    ['POSTHORN_QUEUE_URL', 'delivery'],
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
