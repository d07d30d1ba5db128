import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { budgetsOf } from '../../../models/cost/budgets.ts';
import {
  COUNTS_FILE,
  type Counts,
  committedCounts,
  type ScenarioCount,
  textOf,
} from '../../../models/cost/counts.ts';
import { fixedMonth, idleMonth, quietMonth } from '../../../models/cost/months.ts';
import { PAGE_FILE, pageOf } from '../../../models/cost/page.ts';
import { committedPrices } from '../../../models/cost/prices.ts';
import { extraOf, quantitiesOf, slowestOf, total } from '../../../models/cost/pricing.ts';
import { minus, sumOf, times, usdOf } from '../../../models/cost/quantities.ts';

const prices = committedPrices();

const single: ScenarioCount = {
  attempts: 1,
  deliveries: 1,
  events: 1,
  functions: {
    ingest: {
      'DynamoDB.PutItem': { calls: 2, writeUnits: 3 },
      'SQS.SendMessageBatch': { calls: 1, messageBytes: 1_500, messages: 1, sqsRequests: 1 },
    },
    deliver: {
      'DynamoDB.BatchGetItem': { calls: 1, consistentReads: 1, readUnits: 1 },
      'DynamoDB.UpdateItem': { calls: 1, writeUnits: 1 },
    },
  },
  payloadBytes: 1_024,
};

const countsWith = (scenarios: Counts['scenarios']): Counts => ({
  counted: '2026-11-27',
  memoryMb: { api: 256, ingest: 256, deliver: 512, release: 256 },
  scenarios,
});

const inBatchesOf = (batch: number, scenario = single) =>
  quantitiesOf(countsWith({}), scenario, { apiType: 'http', batch });

describe('quantities', () => {
  it('are added, taken away and multiplied by name', () => {
    expect(sumOf({ sqsRequest: 1 }, { sqsRequest: 2, s3Get: 1 })).toEqual({ sqsRequest: 3, s3Get: 1 });
    expect(minus({ sqsRequest: 3 }, { sqsRequest: 1 })).toEqual({ sqsRequest: 2 });
    expect(times(3, { s3Put: 2 })).toEqual({ s3Put: 6 });
  });

  it('have the list’s price, for one or for a million', () => {
    expect(usdOf({ httpApiRequest: 3_000_000, kmsKeyMonth: 2 }, prices)).toBeCloseTo(5, 10);
    expect(usdOf({ httpApiRequest: 3_000_000, kmsKeyMonth: 2 }, prices, ['kmsKeyMonth'])).toBe(2);
  });
});

describe('a delivery', () => {
  it('is received and deleted alone, or shares both with its batch', () => {
    expect(inBatchesOf(1)).toMatchObject({ sqsRequest: 3, sqsFairMessage: 1 });
    expect(inBatchesOf(10).sqsRequest).toBeCloseTo(1.2, 10);
  });

  it('is received by the 64 KB', () => {
    const sent = { calls: 1, messageBytes: 40_000, messages: 1, sqsRequests: 1 };
    const large = {
      ...single,
      functions: { ...single.functions, ingest: { 'SQS.SendMessageBatch': sent } },
    };
    expect(inBatchesOf(10, large).sqsRequest).toBeCloseTo(1 + 0.7 + 0.1, 10);
  });

  it('waits for the slowest of its batch', () => {
    expect(slowestOf(1, 200)).toBe(200);
    expect(slowestOf(10, 200)).toBeCloseTo(585.8, 1);
    const ingestGbSeconds = 0.05 * 0.25;
    expect(inBatchesOf(1).lambdaGbSecond).toBeCloseTo(ingestGbSeconds + 0.23 * 0.5, 10);
    expect(inBatchesOf(10).lambdaGbSecond).toBeCloseTo(ingestGbSeconds + (0.6158 * 0.5) / 10, 5);
    expect(inBatchesOf(10).lambdaRequest).toBeCloseTo(1.1, 10);
  });

  it('pays a REST API for the request, an HTTP API for each 512 KB of it', () => {
    const large = { ...single, payloadBytes: 600 * 1_024 };
    const rest = quantitiesOf(countsWith({}), large, { apiType: 'rest', batch: 1 });
    expect(rest).toMatchObject({ restApiRequest: 1 });
    expect(rest).not.toHaveProperty('httpApiRequest');
    expect(inBatchesOf(1, large)).toMatchObject({ httpApiRequest: 2 });
  });

  it('does not pay for the reads of release, with or without results', () => {
    const release = {
      'DynamoDB.Query': { calls: 32, readUnits: 16 },
      'DynamoDB.UpdateItem': { calls: 1, writeUnits: 3 },
    };
    const parked = { ...single, functions: { ...single.functions, release } };
    const counts = countsWith({ 'single.typical': single, 'parked.typical': parked });
    const extra = extraOf(counts, 'parked', { apiType: 'http', batch: 1 });
    expect(extra).toMatchObject({ dynamodbReadUnit: 0, dynamodbWriteUnit: 3, httpApiRequest: 0 });
  });
});

describe('a month', () => {
  const counts = countsWith({
    'quiet.typical': single,
    'idleRelease.typical': {
      ...single,
      functions: { release: { 'DynamoDB.Query': { calls: 32, readUnits: 16 } } },
    },
  });

  it('has the running resources of its profile', () => {
    expect(usdOf(fixedMonth('lean'), prices)).toBe(1);
    expect(usdOf(fixedMonth('standard'), prices)).toBeCloseTo(1 + 6.13 + 4 * 7.3, 10);
    expect(usdOf(fixedMonth('static-egress'), prices)).toBeCloseTo(1 + 6.13 + 4 * 7.3 + 2 * 36.5, 10);
  });

  it('has release looking, and both event sources polling, whether there is anything or not', () => {
    expect(idleMonth(counts)).toMatchObject({
      lambdaRequest: 43_800,
      dynamodbReadUnit: 700_800,
      sqsRequest: 1_314_000,
    });
  });

  it('has its events, each by itself', () => {
    const idle = sumOf(fixedMonth('lean'), idleMonth(counts));
    const month = quietMonth(counts, 'lean', 'http', 24);
    expect(minus(month, idle)).toMatchObject({ httpApiRequest: 730, dynamodbWriteUnit: 4 * 730 });
    expect(quietMonth(counts, 'static-egress', 'http', 24)).toHaveProperty('natGb');
  });
});

describe('docs/cost', () => {
  const counts = committedCounts();

  it('has counts as npm run count-costs writes them', () => {
    expect(readFileSync(COUNTS_FILE, 'utf8')).toBe(textOf(counts));
  });

  it('has a source and a date for each price', () => {
    for (const { source, asOf, usd, per } of Object.values(prices.prices)) {
      expect([source, asOf]).not.toContain('');
      expect(usd / per).toBeGreaterThan(0);
    }
  });

  it('has the page that npm run cost makes of them', () => {
    const page = readFileSync(PAGE_FILE, 'utf8');
    expect(pageOf(page, counts, prices) === page, 'docs/cost.md is stale: npm run cost').toBe(true);
  });
});

describe('the budget of a delivery at the first attempt', () => {
  const counts = committedCounts();
  const scenario = (name: string) => counts.scenarios[name] ?? expect.fail(`${name} was not counted`);

  it.each(budgetsOf(counts, prices).map(({ what, ...budget }) => [what, budget] as const))(
    'holds for %s, with a typical payload',
    (_, { most, valueFor }) => {
      expect(valueFor('typical')).toBeGreaterThan(0);
      expect(valueFor('typical')).toBeLessThanOrEqual(most);
    },
  );

  it('holds for write units with any payload of 1 KiB', () => {
    expect(total(scenario('single.opaque'), 'writeUnits')).toBeLessThanOrEqual(4);
  });

  it('has exactly one read, consistent, which a batch shares', () => {
    expect(total(scenario('single.typical'), 'consistentReads')).toBe(1);
    expect(total(scenario('fullBatch.typical'), 'consistentReads')).toBe(1);
    expect(total(scenario('fullBatch.typical'), 'readUnits')).toBe(10);
  });

  it('is told on the page where it is missed', () => {
    const missed = budgetsOf(counts, prices).filter(({ most, valueFor }) => valueFor('opaque') > most);
    const page = readFileSync(PAGE_FILE, 'utf8');
    expect(page.match(/: missed\*\*/g) ?? []).toHaveLength(missed.length);
  });
});
