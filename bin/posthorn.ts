import { App } from 'aws-cdk-lib';
import { PosthornStack } from '../lib/posthorn-stack.ts';
import { parseStage } from '../src/config/stage.ts';

const app = new App();
const stage = parseStage(app.node.getAllContext());
new PosthornStack(app, `Posthorn-${stage.name}`, {
  stage,
  description: `Posthorn webhook delivery, stage ${stage.name}`,
});
