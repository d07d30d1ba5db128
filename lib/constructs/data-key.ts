import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../../src/config/stage.ts';

/**
 * The KMS key that wraps the data key, which encrypts the secrets of subscriptions. Only the functions that handle
 * secrets unwrap it, once per cold start. Without this key every stored secret is lost: see docs/runbook.md.
 */
export class DataKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `Wraps the data key of Posthorn, stage ${stage.name}`,
      enableKeyRotation: true,
      ...(stage.deletionProtection
        ? { removalPolicy: RemovalPolicy.RETAIN }
        : { removalPolicy: RemovalPolicy.DESTROY, pendingWindow: Duration.days(7) }),
    });
  }

  /** Creates data keys and unwraps them, but none of another table or service. */
  grantUse(grantee: IGrantable, table: Table): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resourceArns: [this.key.keyArn],
      conditions: {
        StringEquals: {
          'kms:EncryptionContext:service': 'posthorn',
          'kms:EncryptionContext:table': table.tableName,
        },
      },
    });
  }
}
