import { Stack } from 'aws-cdk-lib';
import { EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { functionRoutes, type RoutedFunction } from '../../src/config/function-routes.ts';
import type { Stage } from '../../src/config/stage.ts';

export type Handlers = Readonly<Record<RoutedFunction, IFunction>>;

/** What the rest of the stack knows of the API, whichever type it is. */
export interface Entrance {
  readonly id: string;
  readonly url: string;
  /** Answers with a 5xx, ours and API Gateway's own. */
  serverErrors(options: MetricOptions): Metric;
}

export const openEntrance = (scope: Construct, stage: Stage, handlers: Handlers): Entrance =>
  stage.apiType === 'rest' ? restEntrance(scope, stage, handlers) : httpEntrance(scope, handlers);

/**
 * Payloads are delivered byte for byte, so every media type counts as binary. That is why there is no CORS preflight
 * of the CDK's either: its mock cannot answer then, and OPTIONS goes to a function like any other method.
 */
function restEntrance(scope: Construct, stage: Stage, handlers: Handlers): Entrance {
  const api = new RestApi(scope, 'RestApi', {
    restApiName: Stack.of(scope).stackName,
    deployOptions: { stageName: stage.name },
    endpointTypes: [EndpointType.REGIONAL],
    binaryMediaTypes: ['*/*'],
    cloudWatchRole: false,
  });
  for (const route of functionRoutes) {
    const integration = new LambdaIntegration(handlers[route.function], { scopePermissionToMethod: false });
    api.root.resourceForPath(route.path).addMethod(route.method, integration);
  }
  return { id: api.restApiId, url: api.url, serverErrors: (options) => api.metricServerError(options) };
}

/** Costs less, but decodes what it takes for text: the functions refuse a body that this has altered. */
function httpEntrance(scope: Construct, handlers: Handlers): Entrance {
  const api = new HttpApi(scope, 'HttpApi', { apiName: Stack.of(scope).stackName });
  const integrationOf = (name: RoutedFunction) =>
    new HttpLambdaIntegration(name, handlers[name], { scopePermissionToRoute: false });
  const integrations = {
    api: integrationOf('api'),
    ingest: integrationOf('ingest'),
    docs: integrationOf('docs'),
  };
  for (const route of functionRoutes) {
    api.addRoutes({
      path: route.path,
      methods: [HttpMethod[route.method]],
      integration: integrations[route.function],
    });
  }
  return { id: api.apiId, url: api.apiEndpoint, serverErrors: (options) => api.metricServerError(options) };
}
