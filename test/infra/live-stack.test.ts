import { readFileSync } from 'node:fs';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { parseLiveEnvironment } from '../../src/config/live-environment.ts';
import { everyOption, liveStackOf, resourceOf, resourcesOf, stackOf } from './synthesized-stack.ts';

interface FunctionProperties {
  readonly Role: { readonly 'Fn::GetAtt': readonly [id: string, attribute: string] };
  readonly Timeout: number;
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: {
    readonly 'ForAllValues:StringLike': { readonly 'dynamodb:LeadingKeys': readonly string[] };
  };
}

interface PolicyProperties {
  readonly Roles: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

const template = Template.fromStack(liveStackOf());
const functionNames = ['Pump', 'Connections', 'Address'] as const;
type FunctionName = (typeof functionNames)[number];

const functionOf = (name: FunctionName) =>
  resourceOf<FunctionProperties>(template, 'AWS::Lambda::Function', `Functions${name}`);

const listOf = (value: string | readonly string[] = []): readonly string[] =>
  typeof value === 'string' ? [value] : value;

function statementsOf(name: FunctionName): readonly Statement[] {
  const role = functionOf(name).properties.Role['Fn::GetAtt'][0];
  return resourcesOf<PolicyProperties>(template, 'AWS::IAM::Policy')
    .filter(({ properties }) => properties.Roles.some(({ Ref }) => Ref === role))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
}

/** What a function may do to rows, by the partitions that it may do it to. */
const rowsOf = (name: FunctionName) =>
  statementsOf(name).flatMap(({ Action, Condition }) => {
    const keys = Condition?.['ForAllValues:StringLike']['dynamodb:LeadingKeys'];
    return keys === undefined
      ? []
      : [
          [
            listOf(Action)
              .map((action) => action.replace('dynamodb:', ''))
              .sort(),
            listOf(keys),
          ],
        ];
  });

const without = (name: FunctionName, prefix: string) =>
  statementsOf(name).filter(({ Action }) => listOf(Action).every((action) => !action.startsWith(prefix)));

describe('the stack of the live view', () => {
  test('has one WebSocket API, all of whose routes lead to one function', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { ProtocolType: 'WEBSOCKET' });
    const routes = resourcesOf<{ readonly RouteKey: string }>(template, 'AWS::ApiGatewayV2::Route');
    expect(routes.map(({ properties }) => properties.RouteKey).sort()).toEqual([
      '$connect',
      '$default',
      '$disconnect',
    ]);
    const uris = resourcesOf<{ readonly IntegrationUri: unknown }>(
      template,
      'AWS::ApiGatewayV2::Integration',
    );
    for (const { properties } of uris) {
      expect(JSON.stringify(properties.IntegrationUri)).toContain(functionOf('Connections').id);
    }
  });

  test('leaves most of the requests of the account to events', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 500 },
    });
  });

  test('has three functions on Node.js 24 on arm64, which log as JSON and forget', () => {
    template.resourceCountIs('AWS::Lambda::Function', functionNames.length);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      LoggingConfig: { LogFormat: 'JSON' },
    });
    template.resourceCountIs('AWS::Logs::LogGroup', functionNames.length);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test.each(functionNames)('%s can read its environment', (name) => {
    const variables = Object.entries(functionOf(name).properties.Environment.Variables);
    const resolved = variables.map(([key, value]) => [key, typeof value === 'string' ? value : 'resolved']);
    expect(parseLiveEnvironment(Object.fromEntries(resolved))).toMatchObject({
      apiStage: 'prod',
      logLevel: 'info',
      retentionHours: 72,
    });
  });

  test('lets the pump, and no other function, call itself', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 900,
      RecursiveLoop: 'Allow',
      Description: 'Shows deliveries to watchers',
    });
    for (const name of ['Connections', 'Address'] as const) {
      expect(functionOf(name).properties).not.toHaveProperty('RecursiveLoop');
    }
  });

  test('runs nothing by itself: there is no schedule, and no function is called by the stream', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
    template.resourceCountIs('AWS::Events::Rule', 0);
    template.allResourcesProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  test('its alarm leads to an article of the runbook, and tells the topic of the stage', () => {
    const alarm = resourceOf<{ readonly AlarmDescription: string }>(
      Template.fromStack(liveStackOf(everyOption)),
      'AWS::CloudWatch::Alarm',
    ).properties;
    const article = / runbook: (.+)$/.exec(alarm.AlarmDescription)?.[1];
    expect(readFileSync('docs/runbook.md', 'utf8')).toContain(`\n## ${article}\n`);
    expect(alarm).toMatchObject({ MetricName: 'Errors', AlarmActions: [everyOption['alarmTopicArn']] });
  });

  test('is left out where the stage has no live view', () => {
    expect(stackOf({ live: false }).liveSource).toBeUndefined();
    expect(() => liveStackOf({ live: false })).toThrow('no live view');
  });
});

describe('the permissions of the live view', () => {
  test('for rows are restricted to the partitions of the live view, and to what says who has which rights', () => {
    const changes = ['DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'];
    expect(rowsOf('Connections')).toEqual([[changes, ['LIVE', 'LT#*', 'LC#*']]]);
    expect(rowsOf('Pump')).toEqual([
      [[...changes, 'Query'].sort(), ['LIVE']],
      [['DeleteItem'], ['LC#*']],
      [['GetItem'], ['K#*', 'T#*', 'V#*']],
    ]);
    expect(rowsOf('Address')).toEqual([[['DeleteItem', 'PutItem'], ['LIVE#ADDRESS']]]);
  });

  test('let only the pump read the stream', () => {
    const readers = functionNames.filter((name) =>
      statementsOf(name).some(({ Action }) => listOf(Action).includes('dynamodb:GetRecords')),
    );
    expect(readers).toEqual(['Pump']);
  });

  test('let the pump and the function of connections post, and start the pump', () => {
    for (const name of ['Pump', 'Connections'] as const) {
      const others = without(name, 'dynamodb:').flatMap(({ Action }) => listOf(Action));
      expect(others.filter((action) => !action.startsWith('logs:')).sort()).toEqual([
        'execute-api:ManageConnections',
        'lambda:InvokeFunction',
      ]);
    }
    const ofAddress = without('Address', 'dynamodb:').flatMap(({ Action }) => listOf(Action));
    expect(ofAddress.every((action) => action.startsWith('logs:'))).toBe(true);
  });

  test('name no resource with a star, except connections of the API', () => {
    for (const name of functionNames) {
      for (const { Resource } of statementsOf(name)) {
        const text = JSON.stringify(Resource);
        if (text.includes('*')) expect(text).toContain('/@connections/*');
      }
    }
  });
});
