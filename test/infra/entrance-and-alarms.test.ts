import { readFileSync } from 'node:fs';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { functionRoutes } from '../../src/config/function-routes.ts';
import { requestLimits } from '../../src/domain/limits.ts';
import { resourceOf, resourcesOf, templateOf } from './synthesized-stack.ts';

const rest = templateOf();
const http = templateOf({ apiType: 'http' });

describe('the REST API', () => {
  test('lets every body through as it is, OPTIONS included', () => {
    rest.hasResourceProperties('AWS::ApiGateway::RestApi', {
      BinaryMediaTypes: ['*/*'],
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    rest.allResourcesProperties('AWS::ApiGateway::Method', { Integration: { Type: 'AWS_PROXY' } });
  });

  test('takes requests as large as ours may be', () => {
    // 10 MB are API Gateway's own bound, 6 MB Lambda's, which the body reaches in base64.
    expect(Math.ceil(requestLimits.bodyBytes / 3) * 4).toBeLessThan(6 * 1_024 * 1_024);
  });

  test('has the routes of the table, and no others', () => {
    expect(restRoutes(rest)).toEqual(expectedRoutes());
    rest.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
  });
});

describe('the HTTP API', () => {
  test('takes the place of the REST API, with the same routes', () => {
    http.resourceCountIs('AWS::ApiGateway::RestApi', 0);
    http.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      ProtocolType: 'HTTP',
      CorsConfiguration: Match.absent(),
    });
    expect(httpRoutes(http)).toEqual(expectedRoutes());
  });

  test('calls the same handlers with the newer payload', () => {
    http.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
  });
});

const expectedRoutes = () =>
  functionRoutes.map((route) => `${route.method} ${route.path} → ${route.function}`).sort();

const functionNamed = (reference: unknown): string =>
  /Functions(Api|Ingest|Docs)/.exec(JSON.stringify(reference))?.[1]?.toLowerCase() ?? 'none';

function restRoutes(template: Template): string[] {
  interface ResourceProperties {
    readonly PathPart: string;
    readonly ParentId: { readonly Ref?: string };
  }
  interface MethodProperties {
    readonly HttpMethod: string;
    readonly ResourceId: { readonly Ref?: string };
    readonly Integration: { readonly Uri: unknown };
  }
  const resources = new Map(
    resourcesOf<ResourceProperties>(template, 'AWS::ApiGateway::Resource').map(({ id, properties }) => [
      id,
      properties,
    ]),
  );
  const pathOf = (id: string | undefined): string => {
    const resource = resources.get(id ?? '');
    return resource === undefined ? '' : `${pathOf(resource.ParentId.Ref)}/${resource.PathPart}`;
  };
  return resourcesOf<MethodProperties>(template, 'AWS::ApiGateway::Method')
    .map(({ properties: { HttpMethod, ResourceId, Integration } }) => {
      return `${HttpMethod} ${pathOf(ResourceId.Ref) || '/'} → ${functionNamed(Integration.Uri)}`;
    })
    .sort();
}

function httpRoutes(template: Template): string[] {
  interface RouteProperties {
    readonly RouteKey: string;
    readonly Target: { readonly 'Fn::Join': readonly [string, readonly [string, { readonly Ref: string }]] };
  }
  const integrations = new Map(
    resourcesOf<{ readonly IntegrationUri: unknown }>(template, 'AWS::ApiGatewayV2::Integration').map(
      ({ id, properties }) => [id, functionNamed(properties.IntegrationUri)],
    ),
  );
  return resourcesOf<RouteProperties>(template, 'AWS::ApiGatewayV2::Route')
    .map(
      ({ properties: { RouteKey, Target } }) =>
        `${RouteKey} → ${integrations.get(Target['Fn::Join'][1][1].Ref)}`,
    )
    .sort();
}

describe('the alarms', () => {
  interface AlarmProperties {
    readonly AlarmDescription: string;
    readonly AlarmActions?: readonly string[];
  }
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:on-call';

  test('each lead to an article of the runbook, and none is forgotten', () => {
    const headings = readFileSync('docs/runbook.md', 'utf8').match(/^## .+$/gm) ?? [];
    const articles = resourcesOf<AlarmProperties>(rest, 'AWS::CloudWatch::Alarm').map(
      ({ properties }) => `## ${/ runbook: (.+)$/.exec(properties.AlarmDescription)?.[1]}`,
    );
    expect(articles).toHaveLength(9);
    expect(headings).toEqual(expect.arrayContaining(articles));
  });

  test.each([
    ['AlarmsDeadLetters', 'messages are dead letters'],
    ['AlarmsQuietGroupsWait', 'deliveries are late'],
    ['AlarmsInFlight', 'too many messages are in flight'],
    ['AlarmsReleaseStopped', 'parked deliveries are not released'],
    ['AlarmsServerErrors', 'the API answers 5xx'],
    ['AlarmsDeliverFails', 'the deliver function fails'],
    ['AlarmsFunctionsThrottled', 'functions are throttled'],
    ['AlarmsRateLimitsOpen', 'rate limits let everything in'],
    ['AlarmsTableThrottled', 'the table is throttled'],
  ])('%s leads to "%s" in the runbook', (id, article) => {
    for (const template of [rest, http]) {
      const alarm = resourceOf<AlarmProperties>(template, 'AWS::CloudWatch::Alarm', id);
      expect(alarm.properties.AlarmDescription).toMatch(/^[A-Z].+[.] runbook: /);
      expect(alarm.properties.AlarmDescription).toContain(`runbook: ${article}`);
    }
  });

  test('watch dead letters, late deliveries, and the limit of SQS', () => {
    const alarm = (properties: object) => rest.hasResourceProperties('AWS::CloudWatch::Alarm', properties);
    const queueName = (name: string) => {
      const queue = resourceOf(rest, 'AWS::SQS::Queue', `Queues${name}`);
      return [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue.id, 'QueueName'] } }];
    };
    const deadLetters = resourceOf(rest, 'AWS::Lambda::Function', 'FunctionsDeadLetters');
    alarm({
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: deadLetters.id } }],
      Threshold: 0,
      // Longer than a message that stays is hidden.
      Period: 600,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    alarm({
      MetricName: 'ApproximateAgeOfOldestMessageInQuietGroups',
      Dimensions: queueName('Delivery'),
      Threshold: 60,
      Statistic: 'Maximum',
    });
    alarm({
      MetricName: 'ApproximateNumberOfMessagesNotVisible',
      Dimensions: queueName('Delivery'),
      Threshold: 60_000,
      Statistic: 'Maximum',
    });
  });

  test('are each over one metric, which costs least and every emulator understands', () => {
    rest.allResourcesProperties('AWS::CloudWatch::Alarm', {
      MetricName: Match.anyValue(),
      Metrics: Match.absent(),
    });
  });

  test('notice as well when release is not run at all', () => {
    expect(resourceOf(rest, 'AWS::CloudWatch::Alarm', 'AlarmsReleaseStopped').properties).toMatchObject({
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^FunctionsRelease/) } }],
      TreatMissingData: 'breaching',
    });
  });

  test('tell a topic, if the stage has one', () => {
    const told = resourcesOf<AlarmProperties>(
      templateOf({ alarmTopicArn: topicArn }),
      'AWS::CloudWatch::Alarm',
    );
    expect(told.map(({ properties }) => properties.AlarmActions)).toEqual(told.map(() => [topicArn]));
    rest.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
  });
});
