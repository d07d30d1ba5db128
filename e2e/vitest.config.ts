import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'e2e',
    include: ['**/*.test.ts'],
    // The embedded service has no table whose rows could be looked at.
    exclude: process.env['POSTHORN_E2E_TARGET'] === undefined ? ['rows.test.ts'] : [],
    // On AWS, parked deliveries are released each minute; and an emulator is slow.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
