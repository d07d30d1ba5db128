import { EndpointType, type RestApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { ApiMapping, DomainName, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { ApiDomain } from '../../src/config/stage.ts';

/** Serves the API under its own domain name. Returns the target for the name's record. */
export function restDomain(scope: Construct, domain: ApiDomain, api: RestApi): string {
  const name = api.addDomainName('Domain', {
    domainName: domain.name,
    certificate: certificateOf(scope, domain),
    endpointType: EndpointType.REGIONAL,
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  return point(scope, domain, name.domainNameAliasDomainName, name.domainNameAliasHostedZoneId);
}

/** As `restDomain`. */
export function httpDomain(scope: Construct, domain: ApiDomain, api: HttpApi): string {
  const name = new DomainName(scope, 'Domain', {
    domainName: domain.name,
    certificate: certificateOf(scope, domain),
  });
  new ApiMapping(scope, 'DomainMapping', { api, domainName: name });
  return point(scope, domain, name.regionalDomainName, name.regionalHostedZoneId);
}

const certificateOf = (scope: Construct, { certificateArn }: ApiDomain) =>
  Certificate.fromCertificateArn(scope, 'Certificate', certificateArn);

/** Creates the name's record, if its zone is known. */
function point(scope: Construct, domain: ApiDomain, target: string, targetZoneId: string): string {
  if (domain.zone !== undefined) {
    new ARecord(scope, 'DomainRecord', {
      zone: HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
        hostedZoneId: domain.zone.id,
        zoneName: domain.zone.name,
      }),
      recordName: `${domain.name}.`,
      target: RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(target, targetZoneId)),
    });
  }
  return target;
}
