import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take minutes, the longest first. Vitest would sort them by size until it has run them once. */
const LONGEST = [
  'faults/aws-deliver',
  'api/schemathesis',
  'browser/docs-page',
  'faults/aws-tell',
  'faults/aws-recover',
  'clients/generated-clients',
  'contract/aws-readers-and-records',
  'faults/aws-ingest',
  'contract/sqs-queue',
  'integration/cli-',
  'contract/aws-intake-and-outcomes',
  'container/image',
];

/** Starts long files first: a long file that starts last keeps one worker busy and leaves the other one idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = LONGEST.findIndex((part) => moduleId.includes(`/test/${part}`));
      return rank === -1 ? LONGEST.length : rank;
    };
    return (await super.sort(files)).sort((one, other) => rankOf(one) - rankOf(other));
  }
}

const report = process.env['POSTHORN_TEST_REPORT'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'posthorn',
          include: ['test/**/*.test.ts'],
          exclude: ['test/deploy/**'],
          globalSetup: 'test/support/built-dashboard.ts',
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Servers and SQLite share the cores with the tests themselves: more workers only add noise.
          maxWorkers: 2,
        },
      },
      'e2e/vitest.config.ts',
      'test/deploy/vitest.config.ts',
    ],
    sequence: { sequencer: LongestFirst },
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
