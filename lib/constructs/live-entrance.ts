import { type Acknowledgment, CfnElement, Stack, Validations } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Stage } from '../../src/config/stage.ts';

/** The WebSocket API of the live view. */
export class LiveEntrance extends Construct {
  readonly stageName: string;
  readonly #api: WebSocketApi;
  readonly #stage: WebSocketStage;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.stageName = stage.name;
    this.#api = new WebSocketApi(this, 'Api', { apiName: Stack.of(this).stackName });
    this.#stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.#api,
      stageName: stage.name,
      autoDeploy: true,
      // API Gateway shares 10,000 requests a second of an account among all of its APIs: most stay for the events.
      throttle: { rateLimit: 500, burstLimit: 500 },
    });
    Validations.of(this.#api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The function takes the one-use ticket of a connection, which an API key or a portal token has made.',
    });
    Validations.of(this.#stage).acknowledge({
      id: 'AwsSolutions-APIG1',
      reason: 'The query of a connection has its ticket; the function logs what failed, without it.',
    });
  }

  get apiId(): string {
    return this.#api.apiId;
  }

  get url(): string {
    return this.#stage.url;
  }

  /** The findings of the role check, and their reason. */
  get anyConnection(): readonly Acknowledgment[] {
    const api = this.#api.node.defaultChild;
    const id = CfnElement.isCfnElement(api) ? Stack.of(this).getLogicalId(api) : '';
    const account = 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>';
    return ['POST', 'DELETE'].map((method) => ({
      id: `AwsSolutions-IAM5[Resource::${account}:<${id}>/${this.stageName}/${method}/@connections/*]`,
      reason: 'Any connection, but only of this API.',
    }));
  }

  /** All routes: connect, messages, disconnect. */
  serveBy(handler: IFunction): void {
    for (const [routeKey, name] of [
      ['$connect', 'Connect'],
      ['$disconnect', 'Disconnect'],
      ['$default', 'Message'],
    ] as const) {
      this.#api.addRoute(routeKey, { integration: new WebSocketLambdaIntegration(name, handler) });
    }
  }

  /** Sends messages to connections, and closes them. */
  grantPost(grantee: IGrantable): void {
    const arn = (method: string) =>
      Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.#api.apiId,
        resourceName: `${this.stageName}/${method}/@connections/*`,
      });
    Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:ManageConnections'],
      resourceArns: [arn('POST'), arn('DELETE')],
    });
  }
}
