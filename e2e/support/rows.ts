import { crc32 } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { tableName } from './target.ts';

/** The table, read as docs/data-model.md draws it. */

export type Row = Readonly<Record<string, unknown>>;

const ulidOf = (id: string): string => id.slice(id.indexOf('_') + 1);

const shardOf = (eventUlid: string): string => String(crc32(eventUlid.slice(10)) % 32).padStart(2, '0');

export class Table {
  readonly #client = new DynamoDBClient();
  readonly #documents = DynamoDBDocumentClient.from(this.#client);

  delivery(subscriptionId: string, eventId: string): Promise<readonly Row[]> {
    const event = ulidOf(eventId);
    return this.#rows(`D#${ulidOf(subscriptionId)}#${shardOf(event)}`, event);
  }

  event(tenantId: string, eventId: string): Promise<readonly Row[]> {
    const event = ulidOf(eventId);
    return this.#rows(`E#${ulidOf(tenantId)}#${shardOf(event)}`, event);
  }

  failedAttempts(deliveryId: string): Promise<readonly Row[]> {
    return this.#rows(`A#${deliveryId}`);
  }

  subscription(id: string): Promise<readonly Row[]> {
    return this.#rows(`S#${ulidOf(id)}`, 'S');
  }

  /** Keys of the rows under this key of the index. */
  async indexed(partition: string): Promise<readonly Row[]> {
    const { Items = [] } = await this.#documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: 'GSI1',
        KeyConditionExpression: 'g1pk = :partition',
        ExpressionAttributeValues: { ':partition': partition },
      }),
    );
    return Items;
  }

  close(): void {
    this.#client.destroy();
  }

  async #rows(partition: string, sort = ''): Promise<readonly Row[]> {
    const { Items = [] } = await this.#documents.send(
      new QueryCommand({
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: `PK = :partition${sort && ' AND SK = :sort'}`,
        ExpressionAttributeValues: { ':partition': partition, ...(sort && { ':sort': sort }) },
      }),
    );
    return Items;
  }
}
