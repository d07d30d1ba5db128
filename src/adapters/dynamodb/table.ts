import { setTimeout as pause } from 'node:timers/promises';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type SparseIndex, waitingIndex } from '../../config/table-keys.ts';
import { type Backoff, backoffMs } from '../../domain/backoff.ts';
import type { Randomness } from '../../ports/platform.ts';
import type { Key } from './keys.ts';
import { dynamoLimits, dynamoPauses } from './limits.ts';

/** A row from the SDK. Only Posthorn writes rows, so their shapes are trusted. */
export type Row = Key & Readonly<Record<string, unknown>>;

/** `#name` stands for an attribute and `:name` for one of the values, for example `#version = :before`. */
export interface Condition {
  readonly text: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * Attributes to set. Undefined and null remove an attribute, an `Increase` adds to a number, and a `NewMember` to a
 * set.
 */
export type Changes = Readonly<Record<string, unknown>>;

/** A number grows by this. */
export class Increase {
  readonly by: number;

  constructor(by: number) {
    this.by = by;
  }
}

/** A text to add to a set of texts, which need not exist yet. */
export class NewMember {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** `refused`: the condition did not hold for this row. */
type Refused = { readonly outcome: 'refused'; readonly found: Row | undefined };

export type Written = { readonly outcome: 'written' } | Refused;

/** With the row after the write. */
export type Updated = { readonly outcome: 'written'; readonly row: Row } | Refused;

/** One write of a transaction. */
export type Write =
  | { readonly put: Row; readonly condition?: Condition }
  | { readonly update: Key; readonly changes: Changes; readonly condition?: Condition }
  | { readonly remove: Key; readonly condition?: Condition }
  /** Writes nothing: the condition must hold for the other writes. */
  | { readonly check: Key; readonly condition: Condition };

/** `refused`: the conditions of the writes with these numbers did not hold. */
export type Transacted =
  | { readonly outcome: 'written' }
  | { readonly outcome: 'refused'; readonly writes: readonly number[] };

/** A page of a query: rows of one partition, of the table or of an index. */
export interface Range {
  readonly partition: string;
  /** Sort keys from here on … */
  readonly from?: string | undefined;
  /** … up to and with this. */
  readonly to?: string | undefined;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  /** The attributes to return. The read costs the same without the others. */
  readonly attributes?: readonly string[];
  readonly startAfter?: Key | undefined;
}

export interface Page<SomeRow extends Row = Row> {
  readonly rows: readonly SomeRow[];
  /** Start the next page after this key; undefined on the last page. */
  readonly startAfter: Key | undefined;
}

export const isNew: Condition = { text: 'attribute_not_exists(#PK)' };

/** The one table, with readable conditions. Every failure other than a refusal is thrown. */
export class Table {
  readonly #documents: DynamoDBDocumentClient;
  readonly #name: string;
  readonly #randomness: Pick<Randomness, 'fraction'>;

  constructor(documents: DynamoDBDocumentClient, name: string, randomness: Pick<Randomness, 'fraction'>) {
    this.#documents = documents;
    this.#name = name;
    this.#randomness = randomness;
  }

  #pause(backoff: Backoff, tries: number): Promise<void> {
    return pause(backoffMs(backoff, tries, this.#randomness.fraction()));
  }

  /** A consistent read. */
  async get(key: Key): Promise<Row | undefined> {
    const { Item } = await this.#documents.send(
      new GetCommand({ TableName: this.#name, Key: key, ConsistentRead: true }),
    );
    return Item as Row | undefined;
  }

  /** A consistent read, in no particular order, without rows that do not exist. Each key once. */
  async getMany(keys: readonly Key[]): Promise<readonly Row[]> {
    const found: Row[] = [];
    for (let start = 0; start < keys.length; start += dynamoLimits.batchGetKeys) {
      found.push(...(await this.#getBatch(keys.slice(start, start + dynamoLimits.batchGetKeys))));
    }
    return found;
  }

  /** Rows that do not fit into a response (16 MB), or were throttled, are requested again. */
  async #getBatch(keys: readonly Key[]): Promise<readonly Row[]> {
    const found: Row[] = [];
    let open: readonly Key[] = keys;
    for (let attempt = 1; open.length > 0; attempt += 1) {
      if (attempt > dynamoLimits.leftoverTries) throw new Error(`${open.length} rows could not be read`);
      if (attempt > 1) await this.#pause(dynamoPauses.leftover, attempt - 1);
      const { Responses, UnprocessedKeys } = await this.#documents.send(
        new BatchGetCommand({ RequestItems: { [this.#name]: { Keys: [...open], ConsistentRead: true } } }),
      );
      found.push(...((Responses?.[this.#name] ?? []) as Row[]));
      open = (UnprocessedKeys?.[this.#name]?.Keys ?? []) as Key[];
    }
    return found;
  }

  put(row: Row, condition?: Condition): Promise<Written> {
    const input = { ...this.#putInput(row, condition), ...showRefusing };
    return this.#conditionally(async () => {
      await this.#documents.send(new PutCommand(input));
      return { outcome: 'written' };
    });
  }

  /** Creates the row if it does not exist, unless the condition forbids it. */
  update(key: Key, changes: Changes, condition?: Condition): Promise<Written> {
    const input = { ...this.#updateInput(key, changes, condition), ...showRefusing };
    return this.#conditionally(async () => {
      await this.#documents.send(new UpdateCommand(input));
      return { outcome: 'written' };
    });
  }

  /** Adds to numbers of a row, by the names of their attributes, and sets others. Both can be missing before. */
  async addTo(
    key: Key,
    numbers: readonly (readonly [name: string, n: number])[],
    set: Readonly<Record<string, number>>,
  ): Promise<void> {
    const added = numbers.map(([name, n], at) => ({ alias: `n${at}`, name, value: n }));
    const given = Object.entries(set).map(([name, value], at) => ({ alias: `s${at}`, name, value }));
    const settings = given.map(({ alias }) => `#${alias} = :${alias}`).join(',');
    const additions = added.map(({ alias }) => `#${alias} :${alias}`).join(',');
    const all = [...added, ...given];
    await this.#documents.send(
      new UpdateCommand({
        TableName: this.#name,
        Key: key,
        UpdateExpression: `SET ${settings} ADD ${additions}`,
        ExpressionAttributeNames: Object.fromEntries(all.map(({ alias, name }) => [`#${alias}`, name])),
        ExpressionAttributeValues: Object.fromEntries(all.map(({ alias, value }) => [`:${alias}`, value])),
      }),
    );
  }

  /** The same, for callers that need the whole row. */
  updateAndShow(key: Key, changes: Changes, condition?: Condition): Promise<Updated> {
    const input = { ...this.#updateInput(key, changes, condition), ...showRefusing };
    return this.#conditionally(async () => {
      const { Attributes } = await this.#documents.send(
        new UpdateCommand({ ...input, ReturnValues: 'ALL_NEW' }),
      );
      return { outcome: 'written', row: Attributes as Row };
    });
  }

  /** Does nothing if the row does not exist, unless the condition requires it. */
  remove(key: Key, condition: Condition): Promise<Written> {
    const input = { TableName: this.#name, Key: key, ...expressionOf('', condition), ...showRefusing };
    return this.#conditionally(async () => {
      await this.#documents.send(new DeleteCommand(input));
      return { outcome: 'written' };
    });
  }

  async #conditionally<Result>(write: () => Promise<Result>): Promise<Result | Refused> {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { outcome: 'refused', found: error.Item && (unmarshall(error.Item) as Row) };
    }
  }

  /**
   * All or nothing. Two concurrent transactions over the same row disturb each other. DynamoDB then refuses one of
   * them, which says nothing about its conditions, so it is tried again.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
   */
  async transact(writes: readonly Write[]): Promise<Transacted> {
    const command = new TransactWriteCommand({
      TransactItems: writes.map((write) => this.#transactItem(write)),
    });
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#documents.send(command);
        return { outcome: 'written' };
      } catch (error) {
        const { refused, isConflict } = cancellation(error);
        if (refused.length > 0) return { outcome: 'refused', writes: refused };
        if (!isConflict || attempt === dynamoLimits.conflictTries) throw error;
        await this.#pause(dynamoPauses.conflict, attempt);
      }
    }
  }

  #transactItem(write: Write): NonNullable<TransactWriteCommandInput['TransactItems']>[number] {
    if ('put' in write) return { Put: this.#putInput(write.put, write.condition) };
    if ('remove' in write) {
      return { Delete: { TableName: this.#name, Key: write.remove, ...expressionOf('', write.condition) } };
    }
    if ('check' in write) {
      const { ConditionExpression = '', ...names } = expressionOf('', write.condition);
      return { ConditionCheck: { TableName: this.#name, Key: write.check, ConditionExpression, ...names } };
    }
    return { Update: this.#updateInput(write.update, write.changes, write.condition) };
  }

  #putInput(row: Row, condition: Condition | undefined) {
    return { TableName: this.#name, Item: withoutNothing(row), ...expressionOf('', condition) };
  }

  #updateInput(key: Key, changes: Changes, condition: Condition | undefined) {
    const entries = Object.entries(changes);
    const added = entries.filter(([, value]) => value instanceof NewMember);
    const set = entries.filter(
      ([, value]) => value !== undefined && value !== null && !(value instanceof NewMember),
    );
    const gone = entries.filter(([, value]) => value === undefined || value === null);
    const setText = set.length > 0 ? `SET ${set.map(assignment).join(', ')}` : '';
    const removeText = gone.length > 0 ? `REMOVE ${gone.map(([name]) => `#${name}`).join(', ')}` : '';
    const addText =
      added.length > 0 ? `ADD ${added.map(([name]) => `#${name} :set_${name}`).join(', ')}` : '';
    const UpdateExpression = `${setText} ${removeText} ${addText}`.trim();
    const values = Object.fromEntries(
      [...set, ...added].map(([name, value]) => [`set_${name}`, valueIn(value)]),
    );
    return {
      TableName: this.#name,
      Key: key,
      UpdateExpression,
      ...expressionOf(UpdateExpression, condition, values),
    };
  }

  /** A consistent page of the table. */
  query(range: Range): Promise<Page> {
    return this.#query(range, { ConsistentRead: true }, ['PK', 'SK']);
  }

  /** A page of the table, at half the price. Writes of the last second can be missing. */
  queryEventually(range: Range): Promise<Page> {
    return this.#query(range, {}, ['PK', 'SK']);
  }

  /** A page of the index, which can lag behind the table: check its entries before acting on them. */
  queryIndex(range: Range, index: SparseIndex = waitingIndex): Promise<Page> {
    return this.#query(range, { IndexName: index.name }, [index.partition, index.sort]);
  }

  /** The number of rows in this range of the index; undefined: more than fit into this many pages of a mebibyte. */
  async countIndex(range: Range, index: SparseIndex, pagesMost: number): Promise<number | undefined> {
    if (isEmpty(range)) return 0;
    let count = 0;
    let startAfter = range.startAfter;
    for (let pages = 0; pages < pagesMost; pages += 1) {
      const { Count = 0, LastEvaluatedKey } = await this.#documents.send(
        new QueryCommand({
          TableName: this.#name,
          IndexName: index.name,
          ...keyConditionOf(range, [index.partition, index.sort]),
          Select: 'COUNT',
          ExclusiveStartKey: startAfter,
        }),
      );
      count += Count;
      startAfter = LastEvaluatedKey as Key | undefined;
      if (startAfter === undefined) return count;
    }
    return undefined;
  }

  async #query(
    range: Range,
    input: { readonly ConsistentRead?: true; readonly IndexName?: string },
    keys: readonly [string, string],
  ): Promise<Page> {
    // DynamoDB rejects a range that ends before it begins; here it is just empty.
    if (isEmpty(range)) return { rows: [], startAfter: undefined };
    const ProjectionExpression = range.attributes?.map((name) => `#${name}`).join(', ');
    const { ExpressionAttributeNames, ...condition } = keyConditionOf(range, keys);
    const { Items, LastEvaluatedKey } = await this.#documents.send(
      new QueryCommand({
        TableName: this.#name,
        ...input,
        ...condition,
        ProjectionExpression,
        ExpressionAttributeNames: { ...ExpressionAttributeNames, ...namesIn(ProjectionExpression ?? '') },
        ScanIndexForward: range.newestFirst !== true,
        Limit: range.limit,
        ExclusiveStartKey: range.startAfter,
      }),
    );
    return { rows: (Items ?? []) as Row[], startAfter: LastEvaluatedKey as Key | undefined };
  }
}

const showRefusing = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

function valueIn(value: unknown): unknown {
  if (value instanceof NewMember) return new Set([value.text]);
  return value instanceof Increase ? value.by : value;
}

const assignment = ([name, value]: readonly [string, unknown]): string =>
  value instanceof Increase ? `#${name} = #${name} + :set_${name}` : `#${name} = :set_${name}`;

/** A row would be larger than 400 KB. DynamoDB has no error of its own for that. */
export const isRowTooLarge = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationException' && /item size/i.test(error.message);

/** A range in the form of a query. @param keys the names of the partition key and of the sort key */
function keyConditionOf({ partition: value, from, to }: Range, [partition, sort]: readonly [string, string]) {
  const bounds = [from === undefined ? '' : `#${sort} >= :from`, to === undefined ? '' : `#${sort} <= :to`];
  const between = from !== undefined && to !== undefined ? [`#${sort} BETWEEN :from AND :to`] : bounds;
  const KeyConditionExpression = [`#${partition} = :partition`, ...between].filter(Boolean).join(' AND ');
  return {
    KeyConditionExpression,
    ExpressionAttributeNames: namesIn(KeyConditionExpression),
    ExpressionAttributeValues: {
      ':partition': value,
      ...(from !== undefined && { ':from': from }),
      ...(to !== undefined && { ':to': to }),
    },
  };
}

const isEmpty = ({ from, to }: Range): boolean => from !== undefined && to !== undefined && from > to;

/** Why a transaction was cancelled: by the conditions of some of its writes, or by a concurrent transaction. */
function cancellation(error: unknown): {
  readonly refused: readonly number[];
  readonly isConflict: boolean;
} {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  return {
    refused: reasons.flatMap(({ Code }, n) => (Code === 'ConditionalCheckFailed' ? [n] : [])),
    isConflict: reasons.some(({ Code }) => Code === 'TransactionConflict'),
  };
}

function expressionOf(
  otherText: string,
  condition: Condition | undefined,
  otherValues: Readonly<Record<string, unknown>> = {},
) {
  const values = Object.entries({ ...otherValues, ...condition?.values });
  const names = namesIn(`${otherText} ${condition?.text ?? ''}`);
  return {
    ...(condition && { ConditionExpression: condition.text }),
    ...(names && { ExpressionAttributeNames: names }),
    ...(values.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
    }),
  };
}

/** Every attribute has an alias, because many plain words are reserved in DynamoDB's expressions. */
function namesIn(text: string): Record<string, string> | undefined {
  const names = [...text.matchAll(/#(\w+)/g)].map(([alias, name]) => [alias, name]);
  return names.length === 0 ? undefined : Object.fromEntries(names);
}

/** Empty attributes are left out: writing and reading them would only cost. */
const withoutNothing = (row: Row): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== null));
