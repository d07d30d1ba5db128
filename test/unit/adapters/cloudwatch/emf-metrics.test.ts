import { beforeEach, describe, expect, it } from 'vitest';
import { EmfMetrics } from '../../../../src/adapters/cloudwatch/emf-metrics.ts';

const START_MS = Date.parse('2026-11-24T05:00:00Z');

let nowMs: number;
let written: string[];
let metrics: EmfMetrics;

beforeEach(() => {
  nowMs = START_MS;
  written = [];
  metrics = new EmfMetrics({
    functionName: 'posthorn-ingest',
    clock: { nowMs: () => nowMs },
    write: (line) => written.push(line),
  });
});

const lines = () => written.map((line) => JSON.parse(line));

describe('metrics in log lines', () => {
  it('are of the embedded metric format: each count at the root, named by the directive', () => {
    metrics.count('CacheHit', 3);
    nowMs += 10_000;
    metrics.count('CacheMiss');
    expect(lines()).toEqual([
      {
        _aws: {
          Timestamp: START_MS + 10_000,
          CloudWatchMetrics: [
            {
              Namespace: 'Posthorn',
              Dimensions: [['Function']],
              Metrics: [
                { Name: 'CacheHit', Unit: 'Count' },
                { Name: 'CacheMiss', Unit: 'Count' },
              ],
            },
          ],
        },
        Function: 'posthorn-ingest',
        CacheHit: 3,
        CacheMiss: 1,
      },
    ]);
    expect(written[0]).toMatch(/^[^\n]+\n$/);
  });

  it('are added up for ten seconds, and every count is written once', () => {
    for (let second = 0; second < 60; second += 1) {
      for (let time = 0; time < 10; time += 1) metrics.count('CacheHit');
      nowMs += 1_000;
    }
    expect(lines().length).toBeLessThanOrEqual(6);
    metrics.count('CacheHit');
    expect(lines().reduce((sum, line) => sum + line.CacheHit, 0)).toBe(601);
  });

  it('are written at once when something fails for the first time in a while', () => {
    metrics.count('CacheHit', 2);
    metrics.count('CacheFailed');
    expect(lines()).toMatchObject([{ CacheHit: 2, CacheFailed: 1 }]);
    for (let time = 0; time < 100; time += 1) metrics.count('CacheFailed');
    expect(written).toHaveLength(1);
    nowMs += 10_000;
    metrics.count('CacheFailed');
    expect(lines()[1]).toMatchObject({ CacheFailed: 101 });
    expect(lines()[1]).not.toHaveProperty('CacheHit');
  });
});
