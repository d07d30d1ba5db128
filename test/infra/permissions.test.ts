import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { resourceOf, resourcesOf, stages, templateOf } from './synthesized-stack.ts';

interface FunctionProperties {
  readonly Role: { readonly 'Fn::GetAtt': readonly [id: string, attribute: string] };
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

interface PolicyProperties {
  readonly Roles: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

const template = templateOf({ profile: 'lean' });
const standard = templateOf();

const functionNames = ['Api', 'Ingest', 'Deliver', 'Release', 'DeadLetters', 'Docs'] as const;
type FunctionName = (typeof functionNames)[number];

const roleOf = (name: FunctionName, of: Template) =>
  resourceOf<FunctionProperties>(of, 'AWS::Lambda::Function', `Functions${name}`).properties.Role[
    'Fn::GetAtt'
  ][0];

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

const statementsOf = (name: FunctionName, of: Template): readonly Statement[] =>
  resourcesOf<PolicyProperties>(of, 'AWS::IAM::Policy')
    .filter(({ properties }) => properties.Roles.some(({ Ref }) => Ref === roleOf(name, of)))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);

/** The permissions of a function for resources whose logical id starts with this. */
function allowed(name: FunctionName, idPrefix: string, of = template): readonly string[] {
  const actions = statementsOf(name, of)
    .filter(({ Resource }) => JSON.stringify(Resource).includes(`"${idPrefix}`))
    .flatMap(({ Action }) => listOf(Action));
  return [...new Set(actions)].sort();
}

/** Everything in the template that allows or denies: policies of roles, queues, buckets and keys. */
function everyStatement(of: Template): Statement[] {
  const found: Statement[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('Effect' in value && 'Action' in value) found.push(value as Statement);
    Object.values(value).forEach(visit);
  };
  visit(of.toJSON()['Resources']);
  return found;
}

describe('permissions', () => {
  test('each function has a role of its own, without managed policies', () => {
    const roles = functionNames.map((name) => roleOf(name, template));
    expect(new Set(roles).size).toBe(functionNames.length);
    template.resourceCountIs('AWS::IAM::Role', functionNames.length);
    template.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test.each(stages)('of profile $profile with a $apiType API name their actions and resources', (context) => {
    const allowing = everyStatement(templateOf(context)).filter(({ Effect }) => Effect === 'Allow');
    expect(allowing.length).toBeGreaterThan(20);
    const wide = allowing.filter(
      ({ Action, Resource }) => Resource === '*' || listOf(Action).some((action) => action.includes('*')),
    );
    const explained = wide.filter((statement) => isOfKeysAccount(statement) || isForInterfaces(statement));
    expect(wide).toEqual(explained);
    expect(explained.filter(isForInterfaces)).toHaveLength(
      { lean: 0, standard: 2, 'static-egress': 3 }[context.profile],
    );
    expect(allowing.flatMap(({ Action }) => listOf(Action))).not.toContain('dynamodb:Scan');
  });

  /** A key's own policy says that the account's IAM decides who uses it; its resource is the key. */
  const isOfKeysAccount = ({ Action, Principal }: Statement): boolean =>
    Action === 'kms:*' && JSON.stringify(Principal).includes(':root');

  const isForInterfaces = ({ Action, Resource }: Statement): boolean =>
    Resource === '*' &&
    listOf(Action).every((action) => /^ec2:.*(NetworkInterfaces?|PrivateIpAddresses|Subnets)$/.test(action));

  test('the permissions with which Lambda attaches a function to the network are denied to the function itself', () => {
    const ofInterfaces = statementsOf('Ingest', standard).filter(isForInterfaces);
    expect(ofInterfaces.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
      ['Allow', undefined],
      ['Deny', { Null: { 'lambda:SourceFunctionArn': 'false' } }],
    ]);
    expect(ofInterfaces[0]!.Action).toEqual(ofInterfaces[1]!.Action);
  });

  test('only AWS services and our roles have access', () => {
    const principals = everyStatement(standard)
      .filter(({ Effect, Principal }) => Effect === 'Allow' && Principal !== undefined)
      .map(({ Principal }) => JSON.stringify(Principal));
    expect(principals.filter((principal) => principal.includes('"*"'))).toEqual([]);
  });

  test.each<[FunctionName, readonly string[]]>([
    ['Ingest', ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['Deliver', ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['DeadLetters', ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['Release', ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    [
      'Api',
      ['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    ],
    ['Docs', []],
  ])('%s may do to the table: %j', (name, operations) => {
    expect(allowed(name, 'StorageTable')).toEqual(operations.map((operation) => `dynamodb:${operation}`));
  });

  test.each<[FunctionName, readonly string[]]>([
    ['Ingest', ['DeleteObject', 'GetObject', 'PutObject']],
    ['Deliver', ['GetObject', 'ListBucket', 'PutObject']],
    ['DeadLetters', ['GetObject', 'ListBucket', 'PutObject']],
    ['Api', ['DeleteObject', 'GetObject', 'ListBucket', 'PutObject']],
    ['Release', ['GetObject', 'ListBucket']],
    ['Docs', []],
  ])('%s may do to payloads: %j', (name, operations) => {
    expect(allowed(name, 'StoragePayloads')).toEqual(operations.map((operation) => `s3:${operation}`));
  });

  test.each(['Ingest', 'Api', 'Deliver', 'DeadLetters'] as const)(
    '%s unwraps the data key of this table, no other',
    (name) => {
      expect(allowed(name, 'DataKey')).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
      const table = resourceOf(template, 'AWS::DynamoDB::Table').id;
      const [statement] = statementsOf(name, template).filter(({ Action }) =>
        listOf(Action).includes('kms:Decrypt'),
      );
      expect(statement!.Condition).toEqual({
        StringEquals: {
          'kms:EncryptionContext:service': 'posthorn',
          'kms:EncryptionContext:table': { Ref: table },
        },
      });
    },
  );

  test.each(['Release', 'Docs'] as const)('%s handles no secrets', (name) => {
    expect(allowed(name, 'DataKey')).toEqual([]);
  });

  test('only api and ingest connect to the cache, as its user', () => {
    for (const name of ['Api', 'Ingest'] as const) {
      expect(allowed(name, 'RedisCache', standard)).toEqual(['elasticache:Connect']);
      expect(allowed(name, 'RedisUser', standard)).toEqual(['elasticache:Connect']);
    }
    for (const name of ['Deliver', 'Release', 'DeadLetters', 'Docs'] as const) {
      expect(allowed(name, 'Redis', standard)).toEqual([]);
    }
  });

  test('deliver receives, lets failed attempts sleep, and sends the messages of large fan-outs', () => {
    expect(allowed('Deliver', 'QueuesDelivery')).toEqual([
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
    expect(allowed('Deliver', 'QueuesExhausted')).toEqual(['sqs:SendMessage']);
  });

  test('the dead-letters function consumes the dead-letter queue, and otherwise only sends', () => {
    expect(allowed('DeadLetters', 'QueuesDeliverDlq')).toEqual([
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
    expect(allowed('DeadLetters', 'QueuesDelivery')).toEqual(['sqs:SendMessage']);
    expect(allowed('DeadLetters', 'QueuesExhausted')).toEqual(['sqs:SendMessage']);
  });

  test.each(['Ingest', 'Api', 'Release'] as const)('%s only sends', (name) => {
    expect(allowed(name, 'Queues')).toEqual(['sqs:SendMessage']);
    expect(allowed(name, 'QueuesDelivery')).toEqual(['sqs:SendMessage']);
  });
});
