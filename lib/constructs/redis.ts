import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache, CfnUser, CfnUserGroup } from 'aws-cdk-lib/aws-elasticache';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Stage } from '../../src/config/stage.ts';
import type { Placement } from './network.ts';

export interface RedisProps {
  readonly stage: Stage;
  /** The VPC of the cache's users. Undefined: no VPC, so ElastiCache cannot be reached. */
  readonly callers: Placement | undefined;
}

/** ElastiCache Serverless answers on both ports, with reads from the nearest replica on the second. */
const cachePorts = Port.tcpRange(6379, 6380);
const DEFAULT_PORT = 6_379;

/** Plenty for subscriptions. Beyond it, entries are evicted or rejected, which costs a read of the table. */
const usageLimits = {
  dataStorage: { maximum: 1, unit: 'GB' },
  ecpuPerSecond: { maximum: 5_000 },
};

/**
 * The cache of subscriptions for api and ingest: your own server, ElastiCache Serverless for Valkey if there is a VPC,
 * or none.
 */
export class Redis extends Construct {
  /** The URL; undefined: no cache. */
  readonly redisUrl: string | undefined;
  /** The cache that IAM tokens are signed for; undefined: the URL has all credentials. */
  readonly redisIamCache: string | undefined;
  private readonly connectArns: string[] = [];

  constructor(scope: Construct, id: string, { stage, callers }: RedisProps) {
    super(scope, id);
    if (stage.redisUrl !== undefined) {
      const port = Number(new URL(stage.redisUrl).port) || DEFAULT_PORT;
      // Only the owner knows the server's place, and opens it for these subnets.
      callers?.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(port), 'Your own Redis server');
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

  /** Grants access by IAM tokens, if the cache accepts them. */
  grantConnect(grantee: IGrantable): void {
    if (this.connectArns.length === 0) return;
    Grant.addToPrincipal({ grantee, actions: ['elasticache:Connect'], resourceArns: this.connectArns });
  }

  /** A user without a password: roles with the permission in IAM sign a token instead. */
  private iamUser(name: string): CfnUser {
    return new CfnUser(this, 'User', {
      engine: 'valkey',
      // With IAM, user id and user name must be the same.
      userId: name,
      userName: name,
      authenticationMode: { Type: 'iam' },
      // The commands of src/adapters/redis/, and the calls of its script.
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
      // No user called default: groups of this engine only accept users that authenticate.
      userIds: [user.ref],
    });
    // Always with TLS, and encrypted at rest.
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
