import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PosthornLiveStack } from '../../lib/posthorn-live-stack.ts';
import { PosthornStack } from '../../lib/posthorn-stack.ts';
import { parseStage } from '../../src/config/stage.ts';

type Context = Readonly<Record<string, unknown>>;

export const cdkJsonContext: Context = JSON.parse(readFileSync('cdk.json', 'utf8')).context;

/** The stack as `cdk deploy -c …` makes it, without the slow steps: bundles, and the CDK's own check of the template. */
export function stackOf(context: Context = {}): PosthornStack {
  const quick = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': false };
  const app = new App({ context: { ...cdkJsonContext, ...quick } });
  return new PosthornStack(app, 'Posthorn', { stage: parseStage(context) });
}

/** The stack of the live view of such a stack. */
export function liveStackOf(context: Context = {}): PosthornLiveStack {
  const service = stackOf(context);
  if (service.liveSource === undefined) throw new Error('this stage has no live view');
  const props = { stage: parseStage(context), source: service.liveSource };
  return new PosthornLiveStack(service.node.root, 'PosthornLive', props);
}

/** Every kind of stack there is, options aside. */
export const stages = (['lean', 'standard', 'static-egress'] as const).flatMap((profile) =>
  (['rest', 'http'] as const).map((apiType) => ({ profile, apiType })),
);

/** All optional parts of a stack, but for the firewall, which cannot be combined with CloudFront. */
export const everyOption: Context = {
  domainName: 'hooks.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/4a6b',
  hostedZoneId: 'Z0123456789',
  hostedZoneName: 'example.com',
  cdn: true,
  ingestProvisionedConcurrency: 3,
  alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call',
};

/** All optional parts of a stack, but for CloudFront. */
export const everyOptionWithFirewall: Context = { ...everyOption, cdn: false, waf: true };

export const templateOf = (context: Context = {}): Template => Template.fromStack(stackOf(context));

export interface Resource<Properties> {
  readonly id: string;
  readonly properties: Properties;
  readonly deletionPolicy: string | undefined;
}

export const resourcesOf = <Properties>(template: Template, type: string): Resource<Properties>[] =>
  Object.entries(template.findResources(type)).map(([id, resource]) => ({
    id,
    properties: resource['Properties'],
    deletionPolicy: resource['DeletionPolicy'],
  }));

/** The only resource of its type whose logical id starts so. */
export function resourceOf<Properties>(
  template: Template,
  type: string,
  idPrefix = '',
): Resource<Properties> {
  const found = resourcesOf<Properties>(template, type).filter(({ id }) => id.startsWith(idPrefix));
  if (found.length !== 1) throw new Error(`${found.length} resources of ${type} start with "${idPrefix}"`);
  return found[0]!;
}
