import { describe, expect, it } from 'vitest';
import { notedCall, operationsOf } from './costs/noted-call.ts';

describe('a noted call', () => {
  const dynamo = (operation: string, request: object, response: object) =>
    notedCall({
      service: 'DynamoDB',
      operation,
      request: request as Record<string, unknown>,
      response: response as Record<string, unknown>,
    });

  it('has the units that the engine counts, of all tables', () => {
    const request = { RequestItems: { table: { Keys: [{}, {}], ConsistentRead: true } } };
    const noted = dynamo('BatchGetItem', request, { ConsumedCapacity: [{ CapacityUnits: 2 }] });
    expect(noted).toMatchObject({ readUnits: 2, writeUnits: 0, isConsistentRead: true });
    const written = dynamo('UpdateItem', {}, { ConsumedCapacity: { CapacityUnits: 3 } });
    expect(written).toMatchObject({ readUnits: 0, writeUnits: 3, isConsistentRead: false });
  });

  it('that finds nothing has the least unit', () => {
    const nothing = { ConsumedCapacity: { CapacityUnits: 0 } };
    expect(dynamo('Query', {}, nothing).readUnits).toBe(0.5);
    expect(dynamo('GetItem', { ConsistentRead: true }, nothing).readUnits).toBe(1);
    const batch = { RequestItems: { table: { Keys: [{}, {}, {}], ConsistentRead: true } } };
    expect(dynamo('BatchGetItem', batch, { ConsumedCapacity: [{ CapacityUnits: 1 }] }).readUnits).toBe(3);
  });

  it('that is refused has the units of the row that is there', () => {
    const refusal = { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException' };
    const row = { PK: { S: 'a' }, data: { S: 'x'.repeat(1_030) } };
    expect(dynamo('PutItem', {}, { ...refusal, Item: row }).writeUnits).toBe(2);
    expect(dynamo('PutItem', {}, refusal).writeUnits).toBe(1);
  });

  it('without its consumed units is an error', () => {
    expect(() => dynamo('PutItem', {}, {})).toThrow('nobody says what PutItem consumed');
  });

  it('tells counters from other rows', () => {
    const consumed = { ConsumedCapacity: { CapacityUnits: 1 } };
    expect(dynamo('UpdateItem', { Key: { PK: { S: 'N#01#2026-01-31' } } }, consumed).isOfCounters).toBe(true);
    expect(dynamo('UpdateItem', { Key: { PK: { S: 'D#01#07' } } }, consumed).isOfCounters).toBe(false);
  });

  it('to SQS is a request for each 64 KB', () => {
    const Entries = [{ MessageBody: 'x'.repeat(60_000) }, { MessageBody: 'x'.repeat(60_000) }];
    const noted = notedCall({
      service: 'SQS',
      operation: 'SendMessageBatch',
      request: { Entries },
      response: {},
    });
    expect(noted).toMatchObject({ messages: 2, messageBytes: 120_000, sqsRequests: 2 });
    const change = { Entries: [{ ReceiptHandle: 'r' }] };
    const operation = 'ChangeMessageVisibilityBatch';
    expect(notedCall({ service: 'SQS', operation, request: change, response: {} })).toMatchObject({
      messages: 0,
      sqsRequests: 1,
    });
  });

  it('is added up with others of its operation, without zeros', () => {
    const put = dynamo('PutItem', {}, { ConsumedCapacity: { CapacityUnits: 2 } });
    expect(operationsOf([put, put])).toEqual({ 'DynamoDB.PutItem': { calls: 2, writeUnits: 4 } });
  });
});
