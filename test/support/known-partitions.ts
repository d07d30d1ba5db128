import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { exhaustedIndex, tableKeys, waitingIndex } from '../../src/config/table-keys.ts';

type Send = DynamoDBDocumentClient['send'];
type Command = Parameters<Send>[0];

/** Of the table and its indexes, by the name of the index. */
const partitionKeys = new Map<string | undefined, string>([
  [undefined, tableKeys.partition],
  [waitingIndex.name, waitingIndex.partition],
  [exhaustedIndex.name, exhaustedIndex.partition],
]);

const reads: ReadonlySet<unknown> = new Set([GetCommand, BatchGetCommand]);

/** The last part of a partition's key where its rows are spread over shards, for example `DUE#07`. */
const SHARD = /#\d\d$/;
const EMPTY = { $metadata: {}, Items: [], Count: 0, ScannedCount: 0 };

/**
 * The one client of a small table, which saves the queries of shards that have no rows. The code under test asks all
 * 32 shards at once, and nearly all of them are empty: one scan answers for those until the next write. A shard that
 * has rows is queried. Every answer is the one that the emulator would have given at that moment.
 */
export class KnownPartitions {
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;
  #writesUnderWay = 0;
  /** `<attribute>=<value>` for each partition that has rows; undefined after a write. */
  #withRows: Promise<ReadonlySet<string>> | undefined;

  constructor(documents: DynamoDBDocumentClient, tableName: string) {
    this.#documents = documents;
    this.#tableName = tableName;
  }

  async send(command: Command): Promise<unknown> {
    if (command instanceof QueryCommand) {
      return (await this.#isKnownAsEmpty(command)) ? EMPTY : this.#documents.send(command);
    }
    if (reads.has(command.constructor)) return this.#documents.send(command);
    this.#writesUnderWay += 1;
    this.#withRows = undefined;
    try {
      return await this.#documents.send(command);
    } finally {
      this.#writesUnderWay -= 1;
    }
  }

  async #isKnownAsEmpty({ input }: QueryCommand): Promise<boolean> {
    const partition = String(input.ExpressionAttributeValues?.[':partition']);
    const attribute = partitionKeys.get(input.IndexName);
    if (this.#writesUnderWay > 0 || attribute === undefined || !SHARD.test(partition)) return false;
    this.#withRows ??= this.#scan();
    return !(await this.#withRows).has(`${attribute}=${partition}`);
  }

  async #scan(): Promise<ReadonlySet<string>> {
    const { Items = [], LastEvaluatedKey } = await this.#documents.send(
      new ScanCommand({ TableName: this.#tableName, ConsistentRead: true }),
    );
    if (LastEvaluatedKey !== undefined) throw new Error('the table is too large for one page');
    const attributes = [...partitionKeys.values()];
    return new Set(Items.flatMap((row) => attributes.map((attribute) => `${attribute}=${row[attribute]}`)));
  }
}
