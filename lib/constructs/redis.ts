import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache, CfnUser, CfnUserGroup } from 'aws-cdk-lib/aws-elasticache';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Stage } from '../../src/config/stage.ts';
import type { Placement } from './network.ts';

export interface RedisProps {
  readonly stage: Stage;
  /** Where those run that use it. Undefined: outside of any VPC, where ElastiCache cannot be reached. */
  readonly callers: Placement | undefined;
}

/** ElastiCache Serverless answers on both, with reads from whichever replica is near on the second. */
const cachePorts = Port.tcpRange(6379, 6380);
const DEFAULT_PORT = 6_379;

/** Plenty for subscriptions. What is above it is evicted or refused, which costs a read of the table. */
const usageLimits = {
  dataStorage: { maximum: 1, unit: 'GB' },
  ecpuPerSecond: { maximum: 5_000 },
};

/**
 * The cache that api and ingest read subscriptions from: a server of one's own, ElastiCache Serverless for Valkey
 * where there is a network, or none.
 */
export class Redis extends Construct {
  /** Where it is; undefined: there is none. */
  readonly redisUrl: string | undefined;
  /** The cache that IAM tokens are signed for; undefined: the URL says what is needed. */
  readonly redisIamCache: string | undefined;
  private readonly connectArns: string[] = [];

  constructor(scope: Construct, id: string, { stage, callers }: RedisProps) {
    super(scope, id);
    if (stage.redisUrl !== undefined) {
      const port = Number(new URL(stage.redisUrl).port) || DEFAULT_PORT;
      // Where it is, only its owner knows; who lets it be reached from these subnets is the owner as well.
      callers?.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(port), 'The Redis server of its own');
      this.redisUrl = stage.redisUrl;
    } else if (callers !== undefined) {
      const name = `posthorn-${stage.name}`;
      const user = this.iamUser(name);
      const cache = this.serverlessCache(name, user, callers);
      this.connectArns = [cache.attrArn, user.attrArn];
      this.redisUrl = `rediss://${name}@${cache.attrEndpointAddress}:${cache.attrEndpointPort}`;
      this.redisIamCache = name;
    }
  }

  /** Lets IAM tokens of the grantee in, where they are what the cache takes. */
  grantConnect(grantee: IGrantable): void {
    if (this.connectArns.length === 0) return;
    Grant.addToPrincipal({ grantee, actions: ['elasticache:Connect'], resourceArns: this.connectArns });
  }

  /** A user without a password: whoever has the right in IAM signs a token in its place. */
  private iamUser(name: string): CfnUser {
    return new CfnUser(this, 'User', {
      engine: 'valkey',
      // With IAM, they have to be the same.
      userId: name,
      userName: name,
      authenticationMode: { Type: 'iam' },
      // What src/adapters/redis/ sends, and the calls of its script.
      accessString: 'on ~posthorn:* -@all +@connection +get +set +eval',
    });
  }

  private serverlessCache(name: string, user: CfnUser, callers: Placement): CfnServerlessCache {
    const { vpc, subnets, securityGroup: callersGroup } = callers;
    const description = 'Cache of subscriptions';
    const group = new SecurityGroup(this, 'Group', { vpc, description, allowAllOutbound: false });
    group.addIngressRule(callersGroup, cachePorts);
    callersGroup.addEgressRule(group, cachePorts);
    const userGroup = new CfnUserGroup(this, 'UserGroup', {
      engine: 'valkey',
      userGroupId: name,
      // No user called default: groups of this engine only take users who authenticate.
      userIds: [user.ref],
    });
    // It always speaks TLS, and is encrypted at rest.
    return new CfnServerlessCache(this, 'Cache', {
      serverlessCacheName: name,
      description,
      engine: 'valkey',
      majorEngineVersion: '8',
      cacheUsageLimits: usageLimits,
      securityGroupIds: [group.securityGroupId],
      subnetIds: subnets.map(({ subnetId }) => subnetId),
      userGroupId: userGroup.ref,
    });
  }
}
