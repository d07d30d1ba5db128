import { expect, it } from 'vitest';
import type { DeployedStack } from './deployed-stack.ts';

/** Steps of a test of a deployed stack that are the same on each emulator. `stack` is deployed by an earlier step. */

export function registerDeadLetterStep(stack: () => DeployedStack): void {
  it('lists the delivery of a dead letter', async () => {
    const delivery = await stack().buryDelivery();
    expect(delivery).toMatchObject({ status: 'exhausted', status_reason: 'internal_fault' });
  });
}

/** After these steps there is neither a stack nor an emulator. */
export function registerLastSteps(stack: () => DeployedStack): void {
  it('is not changed by another deployment of the same', async () => {
    expect(await stack().redeploy()).toContain(`${stack().name} (no changes)`);
  });

  it('leaves nothing when it is destroyed', async () => {
    await stack().deployLocal('--destroy');
    await stack().expectNothingLeft();
  });

  it('leaves no process when the emulator is stopped', async () => {
    const { emulator } = stack();
    expect(await emulator.stop()).toBe(0);
    await expect(fetch(emulator.endpoint)).rejects.toThrow();
  });
}
