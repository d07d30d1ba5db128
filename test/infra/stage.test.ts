import { describe, expect, test } from 'vitest';
import { deliverySettings, parseStage } from '../../src/config/stage.ts';
import { retention, retryLimits, subscriptionLimits } from '../../src/domain/limits.ts';

describe('a stage', () => {
  test('needs no configuration, and is then a protected production stage', () => {
    expect(parseStage({})).toEqual({
      name: 'prod',
      apiType: 'rest',
      retentionHours: 72,
      allowHttpTargets: false,
      allowedTargetCidrs: [],
      deletionProtection: true,
      logLevel: 'info',
      logRetentionDays: 30,
      deliverMaxConcurrency: 100,
    });
  });

  test('takes text, as the command line gives it', () => {
    const stage = parseStage({
      stage: 'eu-1',
      apiType: 'http',
      retentionHours: '24',
      allowHttpTargets: 'true',
      allowedTargetCidrs: '10.1.0.0/16, fd12::/48',
      deletionProtection: 'false',
      deliverMaxConcurrency: '1000',
      alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call',
    });
    expect(stage).toMatchObject({
      name: 'eu-1',
      apiType: 'http',
      retentionHours: 24,
      allowHttpTargets: true,
      allowedTargetCidrs: ['10.1.0.0/16', 'fd12::/48'],
      deletionProtection: false,
      deliverMaxConcurrency: 1_000,
      alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call',
    });
  });

  test('takes JSON values, as cdk.json has them', () => {
    const stage = parseStage({
      retentionHours: 24,
      allowHttpTargets: true,
      allowedTargetCidrs: ['10.0.0.0/8'],
    });
    expect(stage).toMatchObject({
      retentionHours: 24,
      allowHttpTargets: true,
      allowedTargetCidrs: ['10.0.0.0/8'],
    });
  });

  test.each([
    ['prod', true],
    ['eu-1', true],
    ['dev', false],
    ['local', false],
    ['test', false],
  ])('%s is protected against deletion: %s', (stage, deletionProtection) => {
    expect(parseStage({ stage }).deletionProtection).toBe(deletionProtection);
  });

  test('may be protected whatever its name', () => {
    expect(parseStage({ stage: 'dev', deletionProtection: true }).deletionProtection).toBe(true);
  });

  test.each([
    ['stage', 'Prod'],
    ['stage', ''],
    ['apiType', 'websocket'],
    ['retentionHours', '0'],
    ['retentionHours', '1.5'],
    ['retentionHours', 'soon'],
    ['retentionHours', true],
    ['retentionHours', 721],
    ['allowHttpTargets', 'yes'],
    ['allowedTargetCidrs', '10.0.0.0'],
    ['allowedTargetCidrs', '10.0.0.0/8;10.1.0.0/16'],
    ['deletionProtection', '1'],
    ['logLevel', 'loud'],
    ['logRetentionDays', '31'],
    ['deliverMaxConcurrency', '1'],
    ['alarmTopicArn', 'on-call'],
  ])('refuses %s = %j and names the key', (key, value) => {
    expect(() => parseStage({ [key]: value })).toThrow(new RegExp(`^CDK context: "${key}" must be `));
  });

  test('refuses a key that it does not know, and leaves the CDK its own', () => {
    expect(() => parseStage({ retentionHour: 24 })).toThrow(/"retentionHour" is not known .*retentionHours/);
    expect(() =>
      parseStage({ 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true }),
    ).not.toThrow();
  });

  test('reports all faults at once', () => {
    expect(() => parseStage({ apiType: 'x', logLevel: 'y' })).toThrow(/"apiType" .*; "logLevel" /);
  });
});

describe('what is deployed and what the domain counts with are the same', () => {
  test('retention', () => expect(parseStage({}).retentionHours).toBe(retention.hoursDefault));

  test('receives before the dead-letter queue', () =>
    expect(deliverySettings.maxReceiveCount).toBeGreaterThan(4 * retryLimits.receivesBeforeFreshMessage));

  test('the longest attempt leaves an invocation as much time again', () =>
    expect(deliverySettings.functionTimeoutSeconds).toBeGreaterThanOrEqual(
      2 * subscriptionLimits.timeoutSecondsMax,
    ));

  test('a message outlives the longest life of a delivery', () =>
    expect(deliverySettings.retentionDays * 86_400).toBeGreaterThan(retryLimits.totalSeconds));
});
