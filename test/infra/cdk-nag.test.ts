import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { stackOf } from './synthesized-stack.ts';

/** What cdk-nag's "AWS Solutions" rules find and we leave as it is. A finding that goes away has to go from here too. */
const accepted = {
  'AwsSolutions-S1':
    'Access logs of the payload bucket would cost more than the payloads; only our functions reach it.',
  'AwsSolutions-SQS3':
    'The exhausted queue is an end: nothing of ours consumes it, so nothing can fail on it.',
  'AwsSolutions-IAM5[Resource::<StoragePayloadsCE68CCE3.Arn>/*]':
    'Any object, but of the one bucket that holds nothing but payloads.',
  'AwsSolutions-APIG1':
    'The functions log each request they answer, once; access logs would double the price of logs.',
  'AwsSolutions-APIG2': 'The functions validate, and answer with problem documents that name the field.',
  'AwsSolutions-APIG3':
    'A WAF costs more in a month than a million deliveries: whoever wants one attaches it.',
  'AwsSolutions-APIG4':
    'The functions check API keys and signatures: a provider that signs its webhooks has no key.',
  'AwsSolutions-APIG6': 'Execution logs need a role for the whole account, and would hold payloads.',
  'AwsSolutions-COG4': 'There are no user pools: see APIG4.',
} as const;

const onlyOnRest = ['AwsSolutions-APIG2', 'AwsSolutions-APIG3', 'AwsSolutions-APIG6', 'AwsSolutions-COG4'];

function findingsFor(apiType: string): string[] {
  const stack = stackOf({ apiType });
  const { violations } = new AwsSolutionsChecks(stack).validateScope(stack);
  return [...new Set(violations.map(({ ruleName }) => ruleName))].sort();
}

test('cdk-nag finds in the stack with a REST API what we accept, and nothing else', () => {
  expect(findingsFor('rest')).toEqual(Object.keys(accepted).sort());
});

test('cdk-nag finds in the stack with an HTTP API what we accept, and nothing else', () => {
  const expected = Object.keys(accepted).filter((rule) => !onlyOnRest.includes(rule));
  expect(findingsFor('http')).toEqual(expected.sort());
});
