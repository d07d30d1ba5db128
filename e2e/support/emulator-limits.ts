/** Tests that cannot pass on an emulator, by their titles, with the reason. e2e/run.ts lists them before it starts. */
export const emulatorLimits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  localstack: {
    'hangs does not keep others waiting':
      'LocalStack waits for a batch of a queue to end before it receives the next one, whatever MaximumConcurrency says',
  },
};

/** Why the test cannot pass on the emulator under test; undefined if it can. */
export const limitOf = (title: string): string | undefined =>
  emulatorLimits[process.env['POSTHORN_E2E_EMULATOR'] ?? '']?.[title];
