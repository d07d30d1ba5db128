import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { parseFunctionEnvironment } from '../../src/config/function-environment.ts';
import { resourceOf, resourcesOf, templateOf } from './synthesized-stack.ts';

interface Reference {
  readonly 'Fn::GetAtt': readonly [id: string, attribute: string];
}

interface FunctionProperties {
  readonly Role: Reference;
  readonly Timeout: number;
  readonly LoggingConfig: { readonly LogGroup: { readonly Ref: string } };
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

interface PolicyProperties {
  readonly Roles: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

const template = templateOf();

const functionNames = ['Api', 'Ingest', 'Deliver', 'Release', 'Docs'] as const;
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

  test.each(['Api', 'Ingest', 'Deliver', 'Release'] as const)('%s can read its environment', (name) => {
    const deployed = Object.entries(functionOf(name).properties.Environment?.Variables ?? {});
    const resolved = deployed.map(([key, value]) => [
      key,
      typeof value === 'string' ? value : 'https://resolved',
    ]);
    expect(parseFunctionEnvironment(Object.fromEntries(resolved))).toMatchObject({
      retentionHours: 72,
      allowHttpTargets: false,
      allowedTargetCidrs: [],
      logLevel: 'info',
    });
  });

  test('get the settings of their stage', () => {
    const configured = templateOf({
      retentionHours: 24,
      allowHttpTargets: true,
      allowedTargetCidrs: '10.0.0.0/8',
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

describe('permissions', () => {
  const policies = resourcesOf<PolicyProperties>(template, 'AWS::IAM::Policy');
  const statements = policies.flatMap(({ properties }) => properties.PolicyDocument.Statement);
  const actionsOf = ({ Action }: Statement): readonly string[] =>
    typeof Action === 'string' ? [Action] : Action;

  /** What a function may do to the resources whose logical id starts so. */
  function allowed(name: FunctionName, idPrefix: string): readonly string[] {
    const role = functionOf(name).properties.Role['Fn::GetAtt'][0];
    const actions = policies
      .filter(({ properties }) => properties.Roles.some(({ Ref }) => Ref === role))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter(({ Resource }) => JSON.stringify(Resource).includes(`"${idPrefix}`))
      .flatMap(actionsOf);
    return [...new Set(actions)].sort();
  }

  test('each function has a role of its own, without managed policies', () => {
    const roles = functionNames.map((name) => functionOf(name).properties.Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(functionNames.length);
    template.resourceCountIs('AWS::IAM::Role', functionNames.length);
    template.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test('name their actions and their resources', () => {
    expect(statements.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
    expect(statements.filter(({ Resource }) => Resource === '*')).toEqual([]);
    expect(statements.flatMap(actionsOf)).not.toContain('dynamodb:Scan');
  });

  test.each<[FunctionName, readonly string[]]>([
    ['Ingest', ['GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['Deliver', ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem']],
    ['Release', ['Query', 'UpdateItem']],
    [
      'Api',
      ['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    ],
    ['Docs', []],
  ])('%s may do to the table: %j', (name, operations) => {
    expect(allowed(name, 'StorageTable')).toEqual(operations.map((operation) => `dynamodb:${operation}`));
  });

  test.each<[FunctionName, readonly string[]]>([
    ['Ingest', ['PutObject']],
    ['Deliver', ['GetObject', 'ListBucket']],
    ['Api', ['DeleteObject', 'GetObject', 'ListBucket']],
    ['Release', []],
    ['Docs', []],
  ])('%s may do to payloads: %j', (name, operations) => {
    expect(allowed(name, 'StoragePayloads')).toEqual(operations.map((operation) => `s3:${operation}`));
  });

  test('deliver receives, and lets failed attempts sleep', () => {
    expect(allowed('Deliver', 'QueuesDelivery')).toEqual([
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
    expect(allowed('Deliver', 'QueuesExhausted')).toEqual(['sqs:SendMessage']);
  });

  test.each(['Ingest', 'Api', 'Release'] as const)('%s only sends', (name) => {
    expect(allowed(name, 'Queues')).toEqual(['sqs:SendMessage']);
    expect(allowed(name, 'QueuesDelivery')).toEqual(['sqs:SendMessage']);
  });
});
