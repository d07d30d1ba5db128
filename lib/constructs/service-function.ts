import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

const projectRoot = `${import.meta.dirname}/../..`;

/** Of what npm installs, a file or folder that the bundle needs beside it. */
interface PackagedFiles {
  /** Inside node_modules. */
  readonly from: readonly string[];
  /** The folder beside the bundle. */
  readonly to: string;
}

export interface ServiceFunctionProps {
  /** The file of functions/entries/, without its ending. */
  readonly entry: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
  readonly variables?: Readonly<Record<string, string>>;
  readonly packagedFiles?: PackagedFiles;
}

/** A Lambda function of this service: one bundle, one log group, and one role that starts with writing to it. */
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Not the AWS managed policy, which lets a function write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    super(scope, id, {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: { ...props.variables },
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // START, END and REPORT of every invocation would cost about as much as the request to run it.
      systemLogLevelV2: SystemLogLevel.WARN,
      // The service chooses by POSTHORN_LOG_LEVEL what it writes; nothing of that is to be dropped afterwards.
      applicationLogLevelV2: ApplicationLogLevel.TRACE,
      projectRoot,
      depsLockFilePath: `${projectRoot}/package-lock.json`,
      entry: `${projectRoot}/functions/entries/${props.entry}.ts`,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        // undici carries a parser that it needs only where it was bundled by esbuild without this.
        define: { esbuildDetection: 'true' },
        // The version that is tested is the version that runs, and it loads faster than the runtime's copy.
        bundleAwsSDK: true,
        // Packages in CommonJS call `require`, which modules do not have. Nothing is imported for it: esbuild does not
        // see the banner, and may give its own variables the same name.
        banner: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);",
        commandHooks: {
          beforeBundling: () => [],
          beforeInstall: () => [],
          afterBundling: (inputDir, outputDir) => copyCommands(props.packagedFiles, inputDir, outputDir),
        },
      },
    });
  }
}

function copyCommands(files: PackagedFiles | undefined, inputDir: string, outputDir: string): string[] {
  if (files === undefined) return [];
  const sources = files.from.map((path) => `"${inputDir}/node_modules/${path}"`).join(' ');
  return [`mkdir -p "${outputDir}/${files.to}"`, `cp ${sources} "${outputDir}/${files.to}"`];
}
