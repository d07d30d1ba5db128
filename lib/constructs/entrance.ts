import { Stack, Validations } from 'aws-cdk-lib';
import { EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { functionRoutes, type RoutedFunction } from '../../src/config/function-routes.ts';
import type { Stage } from '../../src/config/stage.ts';
import { httpDomain, restDomain } from './api-domain.ts';
import { guardRestApi } from './firewall.ts';

export type Handlers = Readonly<Record<RoutedFunction, IFunction>>;

type MetricSource = (options: MetricOptions) => Metric;

/** The API for the rest of the stack, independent of its type. */
export interface Entrance {
  readonly id: string;
  readonly url: string;
  /** The path below its own host name, such as `/prod`; empty for an HTTP API. */
  readonly originPath: string;
  /** The target of a record for the API's own domain name, if it has one. */
  readonly domainTarget: string | undefined;
  readonly requests: MetricSource;
  readonly latency: MetricSource;
  readonly clientErrors: MetricSource;
  /** Answers with a 5xx: our own, and those of API Gateway, for example after a timeout. */
  readonly serverErrors: MetricSource;
}

export const openEntrance = (scope: Construct, stage: Stage, handlers: Handlers): Entrance =>
  stage.apiType === 'rest' ? restEntrance(scope, stage, handlers) : httpEntrance(scope, stage, handlers);

/**
 * Payloads are delivered byte for byte, so every media type counts as binary. For that reason there is no CORS
 * preflight of the CDK either: its mock could not answer, and OPTIONS goes to a function like any other method.
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
  Validations.of(api).acknowledge(
    ...acceptedOfAnyApi,
    {
      id: 'AwsSolutions-APIG2',
      reason: 'The functions validate, and answer with problems that name the field.',
    },
    {
      id: 'AwsSolutions-APIG6',
      reason: 'Execution logs need a role for the whole account, and hold payloads.',
    },
    { id: 'AwsSolutions-COG4', reason: 'There are no user pools: callers have API keys or sign.' },
  );
  if (stage.waf) {
    guardRestApi(scope, api.deploymentStage, stage.wafRequestsPer5Minutes);
  } else {
    const reason = 'A firewall costs more in a month than a million deliveries: -c waf=true brings one.';
    Validations.of(api).acknowledge({ id: 'AwsSolutions-APIG3', reason });
  }
  return {
    id: api.restApiId,
    originPath: `/${stage.name}`,
    url: stage.domain === undefined ? api.url : `https://${stage.domain.name}`,
    domainTarget: stage.domain && restDomain(scope, stage.domain, api),
    requests: (options) => api.metricCount(options),
    latency: (options) => api.metricLatency(options),
    clientErrors: (options) => api.metricClientError(options),
    serverErrors: (options) => api.metricServerError(options),
  };
}

/** Costs less, but decodes bodies that look like text: the functions refuse a body that was altered this way. */
function httpEntrance(scope: Construct, stage: Stage, handlers: Handlers): Entrance {
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
  Validations.of(api).acknowledge(...acceptedOfAnyApi);
  return {
    id: api.apiId,
    originPath: '',
    url: stage.domain === undefined ? api.apiEndpoint : `https://${stage.domain.name}`,
    domainTarget: stage.domain && httpDomain(scope, stage.domain, api),
    requests: (options) => api.metricCount(options),
    latency: (options) => api.metricLatency(options),
    clientErrors: (options) => api.metricClientError(options),
    serverErrors: (options) => api.metricServerError(options),
  };
}

const acceptedOfAnyApi = [
  {
    id: 'AwsSolutions-APIG1',
    reason:
      'API Gateway counts requests and errors as metrics, and the functions log what failed; a line for each request would cost as much as its writes.',
  },
  {
    id: 'AwsSolutions-APIG4',
    reason: 'The functions check API keys and signatures: a provider that signs its webhooks has no key.',
  },
];
