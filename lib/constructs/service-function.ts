import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type IFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Placement } from './network.ts';

const projectRoot = `${import.meta.dirname}/../..`;

/** Lambda's credentials are in the environment: the SDK's search for others stays out of the bundles. */
const environmentCredentials = `${projectRoot}/lib/bundles/environment-credentials.ts`;

/** No function logs from a thread of its own. */
const noThreadStream = `${projectRoot}/lib/bundles/no-thread-stream.ts`;

/** Files that the bundle needs next to it. */
interface PackagedFiles {
  /** Files and folders, relative to the project. */
  readonly from: readonly string[];
  /** The folder next to the bundle. */
  readonly to: string;
}

export interface ServiceFunctionProps {
  /** The file of functions/entries/ without its extension, for example `ingest`. */
  readonly entry: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
  readonly variables?: Readonly<Record<string, string>>;
  readonly packagedFiles?: readonly PackagedFiles[];
  /** Makes packaged files that are not there yet: a shell command that runs in the project. */
  readonly beforePackaging?: string;
  /** Undefined: outside of any VPC, where the function reaches the internet. */
  readonly placement?: Placement | undefined;
  /** Lambda would stop a chain of calls after 16, as a loop. */
  readonly mayCallItself?: true;
}

/** A Lambda function of this service: one bundle, one log group, and one role that may first of all write to it. */
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Not the AWS managed policy, which lets a function write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (props.placement !== undefined) letLambdaAttach(role);

    super(scope, id, {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: { ...props.variables },
      ...vpcSettings(props.placement),
      ...(props.mayCallItself && { recursiveLoop: RecursiveLoop.ALLOW }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // START, END and REPORT of every invocation would cost about as much as the request that runs it.
      systemLogLevelV2: SystemLogLevel.WARN,
      // POSTHORN_LOG_LEVEL decides which lines are written; none of them may be dropped afterwards.
      applicationLogLevelV2: ApplicationLogLevel.TRACE,
      projectRoot,
      depsLockFilePath: `${projectRoot}/package-lock.json`,
      entry: `${projectRoot}/functions/entries/${props.entry}.ts`,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        // The tested version runs, and it loads faster than the runtime's copy.
        bundleAwsSDK: true,
        esbuildArgs: {
          '--alias:@aws-sdk/credential-provider-node': environmentCredentials,
          '--alias:thread-stream': noThreadStream,
        },
        // CommonJS packages call `require`, which modules lack. No import is used: esbuild does not see the banner, and
        // may give its own variables the same name.
        banner: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);",
        commandHooks: {
          beforeBundling: (inputDir) =>
            props.beforePackaging === undefined ? [] : [`cd "${inputDir}"`, props.beforePackaging],
          beforeInstall: () => [],
          afterBundling: (inputDir, outputDir) =>
            copyCommands(props.packagedFiles ?? [], inputDir, outputDir),
        },
      },
    });
  }

  /** The alias to call instead, if the function has provisioned environments. */
  keptWarm(environments: number | undefined): IFunction {
    if (environments === undefined) return this;
    // With exactOptionalPropertyTypes, the CDK's class does not quite match its own interface.
    return this.addAlias('warm', { provisionedConcurrentExecutions: environments }) as IFunction;
  }
}

const vpcSettings = (placement: Placement | undefined) =>
  placement === undefined
    ? {}
    : {
        vpc: placement.vpc,
        vpcSubnets: { subnets: [...placement.subnets] },
        securityGroups: [placement.securityGroup],
      };

/**
 * Lambda creates the function's network interfaces with the function's role, and needs these actions on all resources.
 * The function's own code, whose requests carry its ARN, is denied all of them.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice
 */
function letLambdaAttach(role: Role): void {
  const actions = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ];
  role.addToPolicy(new PolicyStatement({ actions, resources: ['*'] }));
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  );
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'Network interfaces have no names before Lambda creates them; the function itself is denied these actions.',
  });
}

const copyCommands = (files: readonly PackagedFiles[], inputDir: string, outputDir: string): string[] =>
  files.flatMap(({ from, to }) => [
    `mkdir -p "${outputDir}/${to}"`,
    `cp -R ${from.map((path) => `"${inputDir}/${path}"`).join(' ')} "${outputDir}/${to}"`,
  ]);
