import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import {
  everyOption,
  everyOptionWithFirewall,
  resourceOf,
  resourcesOf,
  stackOf,
  templateOf,
} from './synthesized-stack.ts';

const plain = templateOf({ profile: 'lean' });
const rest = templateOf({ ...everyOption, profile: 'lean' });
const http = templateOf({ ...everyOption, profile: 'lean', apiType: 'http' });

const outputsOf = (template: Template) => Object.keys(template.findOutputs('*')).sort();

describe('the outputs', () => {
  test('say where everything is that an operator asks for', () => {
    const everywhere = [
      'ApiId',
      'ApiUrl',
      'DashboardName',
      'DashboardUrl',
      'DeadLetterQueueUrl',
      'ExhaustedQueueUrl',
      'PayloadBucket',
      'QueueUrl',
      'TableName',
    ];
    expect(outputsOf(plain).filter((name) => !/Endpoint/.test(name))).toEqual(everywhere);
    expect(outputsOf(templateOf({ profile: 'static-egress' }))).toContain('EgressAddresses');
    expect(outputsOf(rest)).toContain('DomainTarget');
  });
});

describe('the tags', () => {
  test('name service and stage', () => {
    expect(stackOf({ stage: 'eu-1' }).tags.tagValues()).toEqual({ service: 'posthorn', stage: 'eu-1' });
  });
});

describe('CloudFront', () => {
  test('is before the whole API and caches only assets that never change', () => {
    for (const [template, originPath] of [
      [rest, '/prod'],
      [http, ''],
    ] as const) {
      const { properties } = resourceOf<{
        DistributionConfig: {
          CacheBehaviors: { PathPattern: string; CachePolicyId: string }[];
          DefaultCacheBehavior: { AllowedMethods: string[]; CachePolicyId: string };
          Origins: { OriginPath?: string }[];
        };
      }>(template, 'AWS::CloudFront::Distribution');
      const { CacheBehaviors, DefaultCacheBehavior, Origins } = properties.DistributionConfig;
      expect(CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(['dashboard/assets/*']);
      expect(DefaultCacheBehavior.AllowedMethods).toContain('DELETE');
      // AWS's policy CachingDisabled.
      expect(DefaultCacheBehavior.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
      expect(Origins[0]?.OriginPath).toBe(originPath);
    }
    plain.resourceCountIs('AWS::CloudFront::Distribution', 0);
  });
});

describe('a domain name', () => {
  test('leads to the REST API', () => {
    rest.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'hooks.example.com',
      RegionalCertificateArn: everyOption['certificateArn'],
      SecurityPolicy: 'TLS_1_2',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    rest.resourceCountIs('AWS::ApiGateway::BasePathMapping', 1);
    rest.hasOutput('ApiUrl', { Value: 'https://hooks.example.com' });
  });

  test('leads to the HTTP API', () => {
    http.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'hooks.example.com' });
    http.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    http.hasOutput('ApiUrl', { Value: 'https://hooks.example.com' });
  });

  test('gets its record where its zone is known, and nowhere else', () => {
    for (const template of [rest, http]) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Name: 'hooks.example.com.',
        Type: 'A',
        HostedZoneId: 'Z0123456789',
      });
    }
    const { domainName, certificateArn } = everyOption;
    templateOf({ domainName, certificateArn }).resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});

describe('a firewall', () => {
  interface AclProperties {
    readonly Rules: readonly { readonly Name: string; readonly Statement: Record<string, object> }[];
  }

  test('stands before the stage of the REST API, and only where it is asked for', () => {
    plain.resourceCountIs('AWS::WAFv2::WebACL', 0);
    const guarded = templateOf({ ...everyOptionWithFirewall, profile: 'lean' });
    guarded.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    guarded.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: {
        'Fn::Join': Match.arrayWith([Match.arrayWith([Match.stringLikeRegexp('::/restapis/')])]),
      },
    });
  });

  test('limits the requests of one address, and only counts matches in bodies', () => {
    const { Rules } = resourceOf<AclProperties>(
      templateOf({ waf: true, wafRequestsPer5Minutes: 1_000 }),
      'AWS::WAFv2::WebACL',
    ).properties;
    expect(Rules.map(({ Name, Statement }) => [Name, Statement])).toEqual([
      [
        'RateOfOneAddress',
        { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 1_000 } },
      ],
      [
        'CommonRules',
        {
          ManagedRuleGroupStatement: {
            VendorName: 'AWS',
            Name: 'AWSManagedRulesCommonRuleSet',
            RuleActionOverrides: expect.arrayContaining([
              { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
            ]),
          },
        },
      ],
    ]);
  });
});

describe('provisioned concurrency', () => {
  test('is kept for an alias of ingest, which the API then calls', () => {
    for (const template of [rest, http]) {
      const alias = resourceOf(template, 'AWS::Lambda::Alias');
      expect(alias.properties).toMatchObject({
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 3 },
        FunctionName: { Ref: expect.stringMatching(/^FunctionsIngest/) },
      });
      const calls = [
        ...resourcesOf<{ readonly Integration: { readonly Uri: unknown } }>(
          template,
          'AWS::ApiGateway::Method',
        ).map(({ properties }) => JSON.stringify(properties.Integration.Uri)),
        ...resourcesOf<{ readonly IntegrationUri: unknown }>(template, 'AWS::ApiGatewayV2::Integration').map(
          ({ properties }) => JSON.stringify(properties.IntegrationUri),
        ),
      ].filter((uri) => uri.includes('FunctionsIngest'));
      expect(calls.length).toBeGreaterThan(0);
      for (const uri of calls) expect(uri).toContain(alias.id);
      expect(JSON.stringify(template.findResources('AWS::Lambda::Permission'))).toContain(alias.id);
    }
  });

  test('costs nothing unless it is asked for', () => {
    plain.resourceCountIs('AWS::Lambda::Alias', 0);
    plain.resourceCountIs('AWS::Lambda::Version', 0);
  });
});

describe('the dashboard', () => {
  const bodyOf = (template: Template) =>
    JSON.stringify(resourceOf(template, 'AWS::CloudWatch::Dashboard').properties);

  test('shows the way of an event, from the API to where deliveries end', () => {
    for (const metric of [
      'Count',
      'Latency',
      'ConcurrentExecutions',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateAgeOfOldestMessageInQuietGroups',
      'ApproximateNumberOfNoisyGroups',
      'ConsumedWriteCapacityUnits',
      'WriteThrottleEvents',
    ]) {
      expect(bodyOf(plain)).toContain(`\\"${metric}\\"`);
    }
  });

  test('shows the cache where there is one', () => {
    const cached = bodyOf(templateOf({ profile: 'standard' }));
    for (const metric of ['CacheHit', 'CacheMiss', 'CacheFailed', 'CacheSkipped']) {
      expect(cached).toContain(`\\"Posthorn\\",\\"${metric}\\",\\"Function\\"`);
      expect(bodyOf(plain)).not.toContain(metric);
    }
  });

  test('can be left out, for emulators that have none', () => {
    templateOf({ dashboard: false }).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });
});
