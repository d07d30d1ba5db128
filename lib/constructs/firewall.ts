import type { Stage as RestStage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/**
 * Rules of AWS's common set that only count. Payloads are arbitrary bytes, up to 1 MiB: HTML, paths and private URLs
 * are all valid in them. Producers need not send a user agent.
 */
const counted = [
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'EC2MetaDataSSRF_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'NoUserAgent_HEADER',
];

/** A web application firewall in front of a REST API: AWS's common rules, and a limit on requests from one address. */
export function guardRestApi(scope: Construct, stage: RestStage, requestsPer5Minutes: number): void {
  const firewall = new Construct(scope, 'Firewall');
  const acl = new CfnWebACL(firewall, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visible('Firewall'),
    rules: [
      {
        name: 'RateOfOneAddress',
        priority: 0,
        action: { block: {} },
        statement: {
          rateBasedStatement: {
            aggregateKeyType: 'IP',
            evaluationWindowSec: 300,
            limit: requestsPer5Minutes,
          },
        },
        visibilityConfig: visible('RateOfOneAddress'),
      },
      {
        name: 'CommonRules',
        priority: 1,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name: 'AWSManagedRulesCommonRuleSet',
            ruleActionOverrides: counted.map((name) => ({ name, actionToUse: { count: {} } })),
          },
        },
        visibilityConfig: visible('CommonRules'),
      },
    ],
  });
  new CfnWebACLAssociation(firewall, 'Association', {
    resourceArn: stage.stageArn,
    webAclArn: acl.attrArn,
  });
}

/** Counts, without samples: samples would show headers, including API keys. */
const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
