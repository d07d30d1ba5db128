import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { everyOption, everyOptionWithFirewall, liveStackOf, stackOf, stages } from './synthesized-stack.ts';

/** The findings of cdk-nag's "AWS Solutions" rules in a stack, without those that the stack acknowledges at its resources. */
function findingsIn(stack: Stack, { acknowledged = false } = {}): string[] {
  const checks = new AwsSolutionsChecks(stack);
  if (acknowledged) Object.assign(checks, { isAcknowledged: () => false });
  const { violations } = checks.validateScope(stack);
  return violations.map(({ ruleName }) => ruleName).sort();
}

/** The exceptions that the stack's resources acknowledge. */
function acknowledgedIn(stack: Stack): string[] {
  const entries = stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data))
    // The CDK has acknowledgements of its own, for its own checks.
    .filter(([id]) => id.includes('AwsSolutions'));
  for (const [, reason] of entries) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  return [...new Set(entries.map(([id]) => id.replace(/^annotation::/i, '')))].sort();
}

const kinds = [
  ...stages,
  { ...everyOption, profile: 'standard', apiType: 'rest' },
  { ...everyOptionWithFirewall, profile: 'standard', apiType: 'rest' },
  { stage: 'dev', profile: 'lean', apiType: 'rest' },
];

describe.each(kinds)('cdk-nag, in a stack of %j', (context) => {
  const stack = stackOf(context);

  test('finds only violations that are acknowledged at their resource', () => {
    expect(findingsIn(stack)).toEqual([]);
  });

  test('finds everything that is explained', () => {
    expect(acknowledgedIn(stack)).toEqual(findingsIn(stack, { acknowledged: true }));
  });
});

describe('cdk-nag, in the stack of the live view', () => {
  const stack = liveStackOf(everyOption);

  test('finds only violations that are acknowledged at their resource', () => {
    expect(findingsIn(stack)).toEqual([]);
  });

  test('finds everything that is explained', () => {
    expect(acknowledgedIn(stack)).toEqual(findingsIn(stack, { acknowledged: true }));
  });
});

test('cdk-nag would find a bucket that can be read without TLS', () => {
  const stack = new Stack(new App(), 'Careless');
  new Bucket(stack, 'Bucket', { enforceSSL: false });
  expect(findingsIn(stack)).toContain('AwsSolutions-S10');
});
