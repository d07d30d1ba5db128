import { Stack, Validations } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import type { Entrance } from './entrance.ts';

/**
 * CloudFront before the whole API, so that pages and API have one origin. Only the assets of the pages are cached: their
 * names change with their content. API Gateway then sees the addresses of CloudFront, not those of the callers.
 *
 * @returns the URL of the distribution, without a slash at its end
 */
export function distribute(scope: Construct, entrance: Entrance): string {
  const { region, urlSuffix, stackName } = Stack.of(scope);
  const origin = new HttpOrigin(`${entrance.id}.execute-api.${region}.${urlSuffix}`, {
    originPath: entrance.originPath,
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
  });
  const shared = {
    origin,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    // The gateway knows itself by its own host name only.
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
  };
  const distribution = new Distribution(scope, 'Cdn', {
    comment: `${stackName}: dashboard, portal and API`,
    defaultBehavior: {
      ...shared,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
    },
    additionalBehaviors: {
      'dashboard/assets/*': { ...shared, cachePolicy: CachePolicy.CACHING_OPTIMIZED },
    },
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_100,
  });
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Receivers and operators may be in any country.' },
    {
      id: 'AwsSolutions-CFR2',
      reason: 'A stage has either CloudFront or a firewall (src/config/stage.ts).',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'The functions log what failed; an access log would hold addresses of people.',
    },
    { id: 'AwsSolutions-CFR4', reason: 'The default certificate of CloudFront fixes its TLS versions.' },
  );
  return `https://${distribution.distributionDomainName}`;
}
