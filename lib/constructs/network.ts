import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  CfnEIP,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  NatProvider,
  Peer,
  Port,
  SecurityGroup,
  type SubnetConfiguration,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Stage } from '../../src/config/stage.ts';

/** A place in the network, and the security group with its allowed peers. */
export interface Placement {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroup: SecurityGroup;
}

/** Without a way out: reaches AWS through endpoints, and the cache. */
const isolated: SubnetConfiguration = {
  name: 'Isolated',
  subnetType: SubnetType.PRIVATE_ISOLATED,
  cidrMask: 24,
};

/** Private subnets whose way out are the NAT gateways in the public subnets. */
const withEgress: readonly SubnetConfiguration[] = [
  { name: 'Egress', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
  { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
];

/**
 * A VPC in two zones. It exists for the cache, which can be reached only from inside a VPC. The deliver function is
 * part of it only if attempts must come from fixed addresses.
 */
export class Network extends Construct {
  /** For functions that use the cache. */
  readonly inside: Placement;
  /** For the deliver function. Undefined: outside of the VPC, and attempts come from any address of Lambda. */
  readonly outward: Placement | undefined;
  /** The addresses that attempts come from, if they are fixed. */
  readonly egressAddresses: readonly string[];

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const hasEgress = stage.profile === 'static-egress';
    const addresses = hasEgress ? this.fixedAddresses(stage) : [];
    this.egressAddresses = addresses.map((address) => address.attrPublicIp);
    const vpc = this.vpcOf(stage, addresses);

    this.inside = {
      vpc,
      subnets: vpc.isolatedSubnets,
      securityGroup: this.group(vpc, 'Inside', 'Functions that use the cache'),
    };
    // Any address, but these subnets only have routes to endpoints. The endpoints of DynamoDB and S3 keep their public
    // addresses, whose prefix lists cannot be named without a look-up in an account.
    this.inside.securityGroup.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'AWS, through endpoints');
    this.outward = hasEgress ? this.outwardPlacement(vpc) : undefined;
    this.addEndpoints(vpc);
  }

  private fixedAddresses({ natGateways, deletionProtection }: Stage): CfnEIP[] {
    return Array.from({ length: natGateways }, (_, index) => {
      const address = new CfnEIP(this, `EgressAddress${index + 1}`, { domain: 'vpc' });
      // Receivers have it in their firewalls: the address must survive a replaced stack.
      address.applyRemovalPolicy(deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
      return address;
    });
  }

  private vpcOf({ availabilityZones }: Stage, addresses: readonly CfnEIP[]): IVpc {
    const eipAllocationIds = addresses.map((address) => address.attrAllocationId);
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.83.0.0/20'),
      ...(availabilityZones === undefined ? { maxAzs: 2 } : { availabilityZones }),
      natGateways: addresses.length,
      ...(addresses.length === 0
        ? { subnetConfiguration: [isolated] }
        : {
            subnetConfiguration: [isolated, ...withEgress],
            natGatewayProvider: NatProvider.gateway({ eipAllocationIds }),
          }),
      // Emptying the default group takes a custom resource, and nothing is ever put into that group.
      restrictDefaultSecurityGroup: false,
    });
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason:
        'Flow logs cost more than the traffic that they would watch: the groups allow only named peers.',
    });
    // With exactOptionalPropertyTypes, the CDK's class does not quite match its own interface.
    return vpc as IVpc;
  }

  private outwardPlacement(vpc: IVpc): Placement {
    const securityGroup = this.group(vpc, 'Outward', 'The function that makes attempts');
    // Receivers may be anywhere and on any port. Inside the VPC, only the endpoints let this group in.
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.allTcp(), 'Receivers, and AWS through endpoints');
    return { vpc, subnets: vpc.privateSubnets, securityGroup };
  }

  /** The AWS services that the functions call: DynamoDB and S3 free of charge, SQS and KMS by the hour. */
  private addEndpoints(vpc: IVpc): void {
    vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    const securityGroup = this.group(vpc, 'Endpoints', 'Endpoints of AWS services');
    for (const caller of [this.inside, this.outward]) {
      if (caller !== undefined) securityGroup.addIngressRule(caller.securityGroup, Port.HTTPS);
    }
    const settings = {
      subnets: { subnets: vpc.isolatedSubnets },
      securityGroups: [securityGroup],
      open: false,
    };
    vpc.addInterfaceEndpoint('Sqs', { service: InterfaceVpcEndpointAwsService.SQS, ...settings });
    // Needed by every cold start, to unwrap the data key.
    vpc.addInterfaceEndpoint('Kms', { service: InterfaceVpcEndpointAwsService.KMS, ...settings });
  }

  private group(vpc: IVpc, id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, `${id}Group`, { vpc, description, allowAllOutbound: false });
  }
}
