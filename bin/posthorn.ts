import { App } from 'aws-cdk-lib';
import { PosthornLiveStack } from '../lib/posthorn-live-stack.ts';
import { PosthornStack } from '../lib/posthorn-stack.ts';
import { parseStage } from '../src/config/stage.ts';

const app = new App();
const stage = parseStage(app.node.getAllContext());
const service = new PosthornStack(app, `Posthorn-${stage.name}`, {
  stage,
  description: `Posthorn webhook delivery, stage ${stage.name}`,
});

if (service.liveSource !== undefined) {
  new PosthornLiveStack(app, `PosthornLive-${stage.name}`, {
    stage,
    source: service.liveSource,
    description: `Live view of Posthorn, stage ${stage.name}`,
  });
}
