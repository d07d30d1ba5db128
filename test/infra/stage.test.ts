import { describe, expect, test } from 'vitest';
import { deliverySettings } from '../../src/config/delivery-queue.ts';
import { parseStage } from '../../src/config/stage.ts';
import { retention, retryLimits, subscriptionLimits } from '../../src/domain/limits.ts';
import { waitLimits } from '../../src/domain/waiting.ts';

describe('a stage', () => {
  test('needs no configuration, and is then a protected production stage', () => {
    expect(parseStage({})).toEqual({
      name: 'prod',
      profile: 'standard',
      apiType: 'rest',
      retentionHours: 72,
      allowHttpTargets: false,
      allowedTargetCidrs: [],
      portalOrigins: [],
      cdn: false,
      deletionProtection: true,
      logLevel: 'info',
      logRetentionDays: 30,
      deliverMaxConcurrency: 100,
      dashboard: true,
      live: true,
      natGateways: 2,
      domain: undefined,
      waf: false,
      wafRequestsPer5Minutes: 300_000,
    });
  });

  test('takes text, as the command line gives it', () => {
    const stage = parseStage({
      stage: 'eu-1',
      apiType: 'http',
      retentionHours: '24',
      allowHttpTargets: 'true',
      allowedTargetCidrs: '10.1.0.0/16, fd12::/48',
      portalOrigins: 'https://app.example.com, http://localhost:3000',
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
      portalOrigins: ['https://app.example.com', 'http://localhost:3000'],
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

  test('may have a domain name, and its zone', () => {
    const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/4a6b';
    const domainName = 'hooks.example.com';
    expect(parseStage({ domainName, certificateArn }).domain).toEqual({
      name: domainName,
      certificateArn,
      zone: undefined,
    });
    const zone = { hostedZoneId: 'Z0123456789', hostedZoneName: 'example.com' };
    expect(parseStage({ domainName, certificateArn, ...zone }).domain).toEqual({
      name: domainName,
      certificateArn,
      zone: { id: 'Z0123456789', name: 'example.com' },
    });
  });

  test('may choose its zones, as text or as a list', () => {
    const zones = ['us-east-1b', 'us-east-1c'];
    expect(parseStage({ availabilityZones: zones.join(',') }).availabilityZones).toEqual(zones);
    expect(parseStage({ availabilityZones: zones }).availabilityZones).toEqual(zones);
  });

  test.each([
    [{ domainName: 'hooks.example.com' }, '"domainName" needs "certificateArn"'],
    [
      { certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/4a6b' },
      '"certificateArn" needs "domainName"',
    ],
    [
      { hostedZoneId: 'Z0123456789' },
      '"hostedZoneId" needs "hostedZoneName"; "hostedZoneId" needs "domainName"',
    ],
    [{ hostedZoneName: 'example.com' }, '"hostedZoneName" needs "hostedZoneId"'],
    [{ waf: true, apiType: 'http' }, '"waf" needs "apiType" rest: an HTTP API supports no firewall'],
    [
      { waf: true, cdn: true },
      '"waf" and "cdn" cannot be combined: the firewall would count the requests of all callers under the addresses ' +
        'of CloudFront. Use one of them, or attach a web ACL of your own to the distribution',
    ],
  ])('refuses the combination %j', (context, fault) => {
    expect(() => parseStage(context)).toThrow(new Error(`CDK context: ${fault}`));
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

  test('may be protected with any name', () => {
    expect(parseStage({ stage: 'dev', deletionProtection: true }).deletionProtection).toBe(true);
  });

  test.each([
    ['stage', 'Prod'],
    ['stage', ''],
    ['stage', 'eu-'],
    ['stage', 'eu--1'],
    ['stage', 'a'.repeat(21)],
    ['profile', 'cheap'],
    ['redisUrl', 'cache.example.com:6379'],
    ['redisUrl', 'http://cache.example.com'],
    ['availabilityZones', 'us-east-1a'],
    ['availabilityZones', 'us-east-1a,1b'],
    ['natGateways', '3'],
    ['domainName', 'https://hooks.example.com'],
    ['domainName', 'Hooks.example.com'],
    ['certificateArn', 'arn:aws:iam::123456789012:server-certificate/x'],
    ['hostedZoneId', '/hostedzone/Z1'],
    ['hostedZoneName', 'example'],
    ['waf', 'on'],
    ['wafRequestsPer5Minutes', '9'],
    ['ingestProvisionedConcurrency', '0'],
    ['dashboard', 'no'],
    ['apiType', 'websocket'],
    ['retentionHours', '0'],
    ['retentionHours', '1.5'],
    ['retentionHours', 'soon'],
    ['retentionHours', true],
    ['retentionHours', 721],
    ['allowHttpTargets', 'yes'],
    ['allowedTargetCidrs', '10.0.0.0'],
    ['allowedTargetCidrs', '10.0.0.0/8;10.1.0.0/16'],
    ['portalOrigins', 'http://app.example.com'],
    ['portalOrigins', 'https://*.example.com'],
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

describe('the deployed values and those of the domain are the same', () => {
  test('retention', () => expect(parseStage({}).retentionHours).toBe(retention.hoursDefault));

  test('receives before the dead-letter queue', () =>
    expect(deliverySettings.maxReceiveCount).toBeGreaterThan(4 * waitLimits.receivesBeforeFreshMessage));

  test('the longest attempt leaves an invocation as much time again', () =>
    expect(deliverySettings.functionTimeoutSeconds).toBeGreaterThanOrEqual(
      2 * subscriptionLimits.timeoutSecondsMax,
    ));

  test('a message outlives the longest life of a delivery', () =>
    expect(deliverySettings.retentionDays * 86_400).toBeGreaterThan(retryLimits.totalSeconds));
});
