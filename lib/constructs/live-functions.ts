import { Duration, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { liveVariables } from '../../src/config/live-environment.ts';
import { livePartitions } from '../../src/config/live-keys.ts';
import type { Stage } from '../../src/config/stage.ts';
import type { LiveEntrance } from './live-entrance.ts';
import { ServiceFunction } from './service-function.ts';
import type { LiveSource } from './storage.ts';

export interface LiveFunctionsProps {
  readonly stage: Stage;
  readonly source: LiveSource;
  readonly entrance: LiveEntrance;
}

const { connections, ticket, places, address } = livePartitions;

/** The functions of the live view. Each reaches the rows of the live view only; the pump also reads who has which rights. */
export class LiveFunctions extends Construct {
  /** Takes tickets, and keeps the connections. */
  readonly connections: ServiceFunction;
  /** Reads the stream and posts to connections, while there are any. */
  readonly pump: ServiceFunction;
  /** Writes the address of the API into the table, when the stack is deployed. */
  readonly address: ServiceFunction;

  constructor(scope: Construct, id: string, { stage, source, entrance }: LiveFunctionsProps) {
    super(scope, id);
    const settings = {
      tableName: source.table.tableName,
      streamArn: source.streamArn,
      apiId: entrance.apiId,
      apiStage: entrance.stageName,
      retentionHours: stage.retentionHours,
      logLevel: stage.logLevel,
    };
    const { logRetentionDays } = stage;
    this.pump = new ServiceFunction(this, 'Pump', {
      entry: 'live-pump',
      description: 'Shows deliveries to watchers',
      logRetentionDays,
      variables: liveVariables(settings),
      memoryMb: 512,
      // The most that Lambda allows. The pump starts its successor before.
      timeoutSeconds: 900,
      mayCallItself: true,
    });
    // A crash is repeated after one minute and after two, also one at the end of the 15 minutes.
    this.pump.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: Duration.hours(1) });
    const variables = liveVariables({ ...settings, pumpName: this.pump.functionName });
    this.connections = new ServiceFunction(this, 'Connections', {
      entry: 'live-connections',
      description: 'Opens and closes live connections',
      logRetentionDays,
      variables,
      memoryMb: 256,
      timeoutSeconds: 10,
    });
    this.address = new ServiceFunction(this, 'Address', {
      entry: 'live-address',
      description: 'Records the address of the live view at a deployment',
      logRetentionDays,
      variables,
      memoryMb: 128,
      timeoutSeconds: 60,
    });
    this.#permit(source, entrance);
  }

  #permit(source: LiveSource, entrance: LiveEntrance): void {
    const rows = (grantee: IGrantable, operations: readonly string[], partitions: readonly string[]) =>
      Grant.addToPrincipal({
        grantee,
        actions: operations.map((operation) => `dynamodb:${operation}`),
        resourceArns: [source.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] } },
      });
    const changes = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
    rows(this.connections, changes, [connections, `${ticket}*`, `${places}*`]);
    rows(this.pump, [...changes, 'Query'], [connections]);
    // The pump closes connections, which are no longer counted then.
    rows(this.pump, ['DeleteItem'], [`${places}*`]);
    // API keys, their list, the receivers of subscriptions, and revocations of portal tokens.
    rows(this.pump, ['GetItem'], ['K#*', 'T#*', 'V#*']);
    rows(this.address, ['PutItem', 'DeleteItem'], [address]);

    const read = ['DescribeStream', 'GetShardIterator', 'GetRecords'].map((action) => `dynamodb:${action}`);
    Grant.addToPrincipal({ grantee: this.pump, actions: read, resourceArns: [source.streamArn] });
    for (const poster of [this.pump, this.connections]) entrance.grantPost(poster);

    const start = { actions: ['lambda:InvokeFunction'], resources: [this.pump.functionArn] };
    this.connections.addToRolePolicy(new PolicyStatement(start));
    // A policy of its own: a function must not wait for a policy that names the function.
    const policy = new Policy(this, 'PumpStartsPump', { statements: [new PolicyStatement(start)] });
    if (this.pump.role !== undefined) policy.attachToRole(this.pump.role);

    Validations.of(this).acknowledge(...entrance.anyConnection);
  }
}
