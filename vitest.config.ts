import { defineConfig } from 'vitest/config';

const report = process.env['POSTHORN_TEST_REPORT'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'posthorn',
          include: ['test/**/*.test.ts'],
          exclude: ['test/deploy/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Servers and SQLite share the cores with the tests themselves: more workers only add noise.
          maxWorkers: 2,
        },
      },
      'e2e/vitest.config.ts',
      'test/deploy/vitest.config.ts',
    ],
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
