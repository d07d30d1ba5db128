import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'deploy',
    include: ['**/*.test.ts'],
    // After all others: it keeps the whole machine busy.
    sequence: { groupOrder: 1 },
    // Two emulators at a time: each mostly waits.
    maxWorkers: 2,
  },
});
