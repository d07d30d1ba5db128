import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'deploy',
    include: ['**/*.test.ts'],
    // After all others: it keeps the whole machine busy.
    sequence: { groupOrder: 1 },
    // One emulator at a time: each starts a process for every function that runs at once.
    fileParallelism: false,
  },
});
