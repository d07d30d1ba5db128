import { App } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { PosthornLiveStack } from '../lib/posthorn-live-stack.ts';
import { PosthornStack } from '../lib/posthorn-stack.ts';
import { parseStage } from '../src/config/stage.ts';

/**
 * The CDK app of `npm run deploy:local`: the stacks of bin/posthorn.ts without the few parts that an emulator cannot
 * make. What is left out watches or cleans up; all that carries a request or an event is there.
 */

/** MiniStack refuses alarms over more than one metric. */
const isAlarmOverFormula = (part: IConstruct): boolean =>
  part instanceof CfnAlarm && part.metrics !== undefined;

/**
 * Before it empties a bucket that is to be deleted, the CDK's function looks for a tag on it, which MiniStack's
 * CloudFormation does not set. MiniStack deletes buckets with all that is in them.
 */
const emptiesBucket = (part: IConstruct): boolean => part.node.id === 'AutoDeleteObjectsCustomResource';

const app = new App();
const stage = parseStage(app.node.getAllContext());
const stack = new PosthornStack(app, `Posthorn-${stage.name}`, { stage });
if (stack.liveSource !== undefined) {
  new PosthornLiveStack(app, `PosthornLive-${stage.name}`, { stage, source: stack.liveSource });
}

for (const part of stack.node.findAll()) {
  if (isAlarmOverFormula(part) || emptiesBucket(part)) part.node.scope?.node.tryRemoveChild(part.node.id);
}
