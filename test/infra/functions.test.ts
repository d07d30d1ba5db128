import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { deliverySettings } from '../../src/config/delivery-queue.ts';
import { parseFunctionEnvironment } from '../../src/config/function-environment.ts';
import { resourceOf, templateOf } from './synthesized-stack.ts';

interface FunctionProperties {
  readonly Timeout: number;
  readonly LoggingConfig: { readonly LogGroup: { readonly Ref: string } };
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

const template = templateOf();

const functionNames = ['Api', 'Ingest', 'Deliver', 'Release', 'DeadLetters', 'Docs'] as const;
type FunctionName = (typeof functionNames)[number];

const functionOf = (name: FunctionName) =>
  resourceOf<FunctionProperties>(template, 'AWS::Lambda::Function', `Functions${name}`);

describe('the functions', () => {
  test('run on Node.js 24 on arm64', () => {
    template.resourceCountIs('AWS::Lambda::Function', functionNames.length);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
    });
  });

  test('log as JSON into a log group of their own, which forgets', () => {
    const logGroups = functionNames.map((name) => functionOf(name).properties.LoggingConfig.LogGroup.Ref);
    expect(new Set(logGroups).size).toBe(functionNames.length);
    template.allResourcesProperties('AWS::Lambda::Function', { LoggingConfig: { LogFormat: 'JSON' } });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('that answer requests do so before API Gateway gives up after 29 seconds', () => {
    const slowest = Math.max(
      ...(['Api', 'Ingest', 'Docs'] as const).map((name) => functionOf(name).properties.Timeout),
    );
    expect(slowest).toBeLessThan(29);
  });

  test.each(['Api', 'Ingest', 'Deliver', 'Release', 'DeadLetters'] as const)(
    '%s can read its environment',
    (name) => {
      // A value that only the deployment knows is an object here.
      const known: Readonly<Record<string, string>> = {
        POSTHORN_DATA_KEY_ID: 'arn:aws:kms:eu-west-1:123456789012:key/1f0c3f4e',
        POSTHORN_REDIS_URL: 'rediss://posthorn-prod@cache.example.com:6379',
      };
      const deployed = Object.entries(functionOf(name).properties.Environment?.Variables ?? {});
      const resolved = deployed.map(([key, value]) => [
        key,
        typeof value === 'string' ? value : (known[key] ?? 'https://resolved'),
      ]);
      expect(parseFunctionEnvironment(Object.fromEntries(resolved))).toMatchObject({
        retentionHours: 72,
        allowHttpTargets: false,
        allowedTargetCidrs: [],
        logLevel: 'info',
      });
    },
  );

  test('deliver has a thread for every name that it looks up at a time, and more', () => {
    const threads = functionOf('Deliver').properties.Environment?.Variables['UV_THREADPOOL_SIZE'];
    expect(Number(threads)).toBeGreaterThan(deliverySettings.batchSize);
  });

  test('get the settings of their stage', () => {
    const configured = templateOf({
      retentionHours: 24,
      allowHttpTargets: true,
      allowedTargetCidrs: '10.0.0.0/8',
      portalOrigins: 'https://app.example.com',
      logLevel: 'debug',
      logRetentionDays: 90,
      deliverMaxConcurrency: 7,
    });
    configured.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          POSTHORN_RETENTION_HOURS: '24',
          POSTHORN_ALLOW_HTTP_TARGETS: '1',
          POSTHORN_ALLOWED_TARGET_CIDRS: '10.0.0.0/8',
          POSTHORN_LOG_LEVEL: 'debug',
        },
      },
    });
    configured.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { POSTHORN_PORTAL_ORIGINS: 'https://app.example.com' } },
    });
    configured.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    configured.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      ScalingConfig: { MaximumConcurrency: 7 },
    });
  });

  test('release runs every minute, and is done before the next', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [functionOf('Release').id, 'Arn'] } })],
    });
    expect(functionOf('Release').properties.Timeout).toBeLessThan(60);
  });
});
