const noLive = 'LocalStack has no WebSocket APIs, so the stack of the live view is not deployed there';

/** Tests that cannot pass on an emulator, by their titles, with the reason. e2e/run.ts lists them before it starts. */
export const emulatorLimits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  localstack: {
    'hangs does not keep others waiting':
      'LocalStack waits for a batch of a queue to end before it receives the next one, whatever MaximumConcurrency says',
    'shows a delivery, and each of its attempts before its effect': noLive,
    'shows only deliveries that the filters of ticket and watch take': noLive,
    'takes a ticket once': noLive,
    'shows a tenant and a portal token nothing of others': noLive,
    'sends the changes since a cursor after a break': noLive,
    'answers a ping, and says what is wrong with a message': noLive,
  },
};

/** Why the test cannot pass on the emulator under test; undefined if it can. */
export const limitOf = (title: string): string | undefined =>
  emulatorLimits[process.env['POSTHORN_E2E_EMULATOR'] ?? '']?.[title];
