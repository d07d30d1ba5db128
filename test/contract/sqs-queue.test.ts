import { describeOnAws } from '../support/aws-resources.ts';
import { describeQueueContract } from './queue.contract.ts';
import { openSqsQueueHarness } from './sqs-queue-harness.ts';

describeOnAws('Amazon SQS', () => {
  describeQueueContract('SQS', openSqsQueueHarness);
});
