import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { resourceOf, resourcesOf, templateOf } from './synthesized-stack.ts';

const lean = templateOf({ profile: 'lean' });
const standard = templateOf({ profile: 'standard' });
const staticEgress = templateOf({ profile: 'static-egress' });

const functionNames = ['Api', 'Ingest', 'Deliver', 'Release', 'DeadLetters', 'Docs'] as const;
type FunctionName = (typeof functionNames)[number];

interface Attribute {
  readonly 'Fn::GetAtt': readonly [id: string, name: string];
}

interface FunctionProperties {
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
  readonly VpcConfig?: {
    readonly SubnetIds: readonly { readonly Ref: string }[];
    readonly SecurityGroupIds: readonly Attribute[];
  };
}

const functionOf = (template: Template, name: FunctionName) =>
  resourceOf<FunctionProperties>(template, 'AWS::Lambda::Function', `Functions${name}`).properties;

/** In which subnets the functions run, by name; a function that is in no VPC is left out. */
function placesIn(template: Template) {
  const places = functionNames.map((name) => {
    const subnets = functionOf(template, name).VpcConfig?.SubnetIds.map(({ Ref }) => Ref);
    return [name, subnets?.map((id) => /(Isolated|Egress|Public)/.exec(id)?.[0])] as const;
  });
  return Object.fromEntries(places.filter(([, subnets]) => subnets !== undefined));
}

const variablesOf = (template: Template, name: FunctionName) =>
  functionOf(template, name).Environment?.Variables ?? {};

const redisVariables = ['POSTHORN_REDIS_URL', 'POSTHORN_REDIS_IAM_CACHE'] as const;

/** Which functions are told of a cache. */
const cachedIn = (template: Template) =>
  functionNames.filter((name) => redisVariables.some((variable) => variable in variablesOf(template, name)));

interface Rule {
  readonly GroupId: Attribute;
  readonly CidrIp?: string;
  readonly SourceSecurityGroupId?: Attribute;
  readonly DestinationSecurityGroupId?: Attribute;
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
}

type InlineRule = Omit<Rule, 'GroupId'>;

interface GroupProperties {
  readonly SecurityGroupIngress?: readonly InlineRule[];
  readonly SecurityGroupEgress?: readonly InlineRule[];
}

const groupName = (id: string) => /^(?:Network|Redis)(\w*?)Group/.exec(id)?.[1] || 'Cache';
const nameOf = (attribute: Attribute) => groupName(attribute['Fn::GetAtt'][0]);
const ports = ({ IpProtocol, FromPort, ToPort }: InlineRule) =>
  `${IpProtocol} ${FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`}`;

/** Who may talk to whom, as sentences. CDK's marker of "no outgoing traffic" is left out. */
function trafficIn(template: Template): string[] {
  const inline = resourcesOf<GroupProperties>(template, 'AWS::EC2::SecurityGroup').flatMap(
    ({ id, properties }) => [
      ...(properties.SecurityGroupIngress ?? []).map(
        (rule) => `${rule.CidrIp} → ${groupName(id)}: ${ports(rule)}`,
      ),
      ...(properties.SecurityGroupEgress ?? [])
        .filter(({ CidrIp }) => CidrIp !== '255.255.255.255/32')
        .map((rule) => `${groupName(id)} → ${rule.CidrIp}: ${ports(rule)}`),
    ],
  );
  const incoming = resourcesOf<Rule>(template, 'AWS::EC2::SecurityGroupIngress').map(
    ({ properties: rule }) =>
      `${nameOf(rule.SourceSecurityGroupId!)} → ${nameOf(rule.GroupId)}: ${ports(rule)}`,
  );
  const outgoing = resourcesOf<Rule>(template, 'AWS::EC2::SecurityGroupEgress').map(
    ({ properties: rule }) =>
      `${nameOf(rule.GroupId)} → ${nameOf(rule.DestinationSecurityGroupId!)} is let out: ${ports(rule)}`,
  );
  return [...inline, ...incoming, ...outgoing].sort();
}

describe('profile lean', () => {
  test('has no network, no cache, and nothing that is paid by the hour', () => {
    for (const type of ['EC2::VPC', 'EC2::VPCEndpoint', 'EC2::NatGateway', 'ElastiCache::ServerlessCache']) {
      lean.resourceCountIs(`AWS::${type}`, 0);
    }
    expect(placesIn(lean)).toEqual({});
    expect(cachedIn(lean)).toEqual([]);
  });

  test('can use a Redis server of its own', () => {
    const redisUrl = 'redis://127.0.0.1:6379';
    const template = templateOf({ profile: 'lean', redisUrl });
    expect(cachedIn(template)).toEqual(['Api', 'Ingest']);
    expect(variablesOf(template, 'Ingest')).toMatchObject({ POSTHORN_REDIS_URL: redisUrl });
    expect(variablesOf(template, 'Ingest')).not.toHaveProperty('POSTHORN_REDIS_IAM_CACHE');
  });
});

describe('profile standard', () => {
  test('has api and ingest inside, in two zones without a way out, and the others outside', () => {
    const isolated = ['Isolated', 'Isolated'];
    expect(placesIn(standard)).toEqual({ Api: isolated, Ingest: isolated });
    for (const type of ['NatGateway', 'InternetGateway', 'EIP'])
      standard.resourceCountIs(`AWS::EC2::${type}`, 0);
    expect(resourcesOf(standard, 'AWS::EC2::Subnet')).toHaveLength(2);
  });

  test('reaches DynamoDB, S3, SQS and KMS through endpoints', () => {
    const endpoints = resourcesOf<{ readonly ServiceName: unknown; readonly VpcEndpointType: string }>(
      standard,
      'AWS::EC2::VPCEndpoint',
    ).map(({ properties }) => {
      const service = /\.(dynamodb|s3|sqs|kms)"/.exec(JSON.stringify(properties.ServiceName))?.[1];
      return `${properties.VpcEndpointType} ${service}`;
    });
    expect(endpoints.sort()).toEqual(['Gateway dynamodb', 'Gateway s3', 'Interface kms', 'Interface sqs']);
  });

  test('lets functions talk to endpoints and the cache only', () => {
    expect(trafficIn(standard)).toEqual([
      'Inside → 0.0.0.0/0: tcp 443',
      'Inside → Cache is let out: tcp 6379-6380',
      'Inside → Cache: tcp 6379-6380',
      'Inside → Endpoints: tcp 443',
    ]);
  });

  test('has a small Valkey cache inside, for users that IAM vouches for', () => {
    standard.hasResourceProperties('AWS::ElastiCache::ServerlessCache', {
      ServerlessCacheName: 'posthorn-prod',
      Engine: 'valkey',
      CacheUsageLimits: { DataStorage: { Maximum: 1, Unit: 'GB' }, ECPUPerSecond: { Maximum: 5_000 } },
      UserGroupId: { Ref: resourceOf(standard, 'AWS::ElastiCache::UserGroup').id },
    });
    standard.resourceCountIs('AWS::ElastiCache::User', 1);
    standard.hasResourceProperties('AWS::ElastiCache::User', {
      Engine: 'valkey',
      UserId: 'posthorn-prod',
      UserName: 'posthorn-prod',
      AuthenticationMode: { Type: 'iam' },
      AccessString: 'on ~posthorn:* -@all +@connection +get +set +eval',
    });
  });

  test('gives only api and ingest the address of the cache', () => {
    expect(cachedIn(standard)).toEqual(['Api', 'Ingest']);
    const { POSTHORN_REDIS_URL, POSTHORN_REDIS_IAM_CACHE } = variablesOf(standard, 'Ingest');
    const cache = resourceOf(standard, 'AWS::ElastiCache::ServerlessCache').id;
    expect(POSTHORN_REDIS_IAM_CACHE).toBe('posthorn-prod');
    expect(POSTHORN_REDIS_URL).toEqual({
      'Fn::Join': [
        '',
        [
          'rediss://posthorn-prod@',
          { 'Fn::GetAtt': [cache, 'Endpoint.Address'] },
          ':',
          { 'Fn::GetAtt': [cache, 'Endpoint.Port'] },
        ],
      ],
    });
  });

  test('has no cache of AWS beside a Redis server of its own, which it lets its functions reach', () => {
    const own = templateOf({ redisUrl: 'rediss://user:password@redis.example.com:6390' });
    own.resourceCountIs('AWS::ElastiCache::ServerlessCache', 0);
    own.resourceCountIs('AWS::ElastiCache::User', 0);
    expect(cachedIn(own)).toEqual(['Api', 'Ingest']);
    expect(trafficIn(own)).toContain('Inside → 0.0.0.0/0: tcp 6390');
  });

  test('takes the first two zones of whichever region it is deployed to, or the ones it is told', () => {
    const zonesOf = (template: Template) =>
      resourcesOf<{ readonly AvailabilityZone: unknown }>(template, 'AWS::EC2::Subnet').map(
        ({ properties }) => properties.AvailabilityZone,
      );
    expect(zonesOf(standard)).toEqual(
      [0, 1].map((index) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] })),
    );
    expect(zonesOf(templateOf({ availabilityZones: 'us-east-1b,us-east-1c' }))).toEqual([
      'us-east-1b',
      'us-east-1c',
    ]);
  });
});

describe('profile static-egress', () => {
  test('is standard, with deliver behind NAT gateways', () => {
    const isolated = ['Isolated', 'Isolated'];
    expect(placesIn(staticEgress)).toEqual({
      Api: isolated,
      Ingest: isolated,
      Deliver: ['Egress', 'Egress'],
    });
    expect(cachedIn(staticEgress)).toEqual(['Api', 'Ingest']);
    staticEgress.resourceCountIs('AWS::ElastiCache::ServerlessCache', 1);
  });

  test.each([1, 2])('says from which of %i addresses attempts come', (natGateways) => {
    const template = templateOf({ profile: 'static-egress', natGateways });
    const addresses = resourcesOf(template, 'AWS::EC2::EIP').map(({ id }) => id);
    expect(addresses).toHaveLength(natGateways);
    const gateways = resourcesOf<{ readonly AllocationId: Attribute }>(template, 'AWS::EC2::NatGateway');
    expect(gateways.map(({ properties }) => properties.AllocationId['Fn::GetAtt'][0])).toEqual(addresses);
    const output = JSON.stringify(template.findOutputs('EgressAddresses'));
    for (const address of addresses) expect(output).toContain(`["${address}","PublicIp"]`);
  });

  test('lets attempts out to anywhere, and deliver in nowhere but to the endpoints', () => {
    expect(trafficIn(staticEgress).filter((sentence) => sentence.includes('Outward'))).toEqual([
      'Outward → 0.0.0.0/0: tcp 0-65535',
      'Outward → Endpoints: tcp 443',
    ]);
  });
});
