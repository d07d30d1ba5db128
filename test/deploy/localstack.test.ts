import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulatorLimits } from '../../e2e/support/emulator-limits.ts';
import { DeployedStack, isLeftOut } from './deployed-stack.ts';

/** As ministack.test.ts, on LocalStack and with another stage. The tests are steps. */

const STEP_MS = 600_000;

let stack: DeployedStack;

describe.skipIf(isLeftOut('localstack/venv', 'POSTHORN_CI_LOCALSTACK'))(
  'the stack on LocalStack (scripts/install-localstack.sh)',
  { timeout: STEP_MS },
  () => {
    beforeAll(async () => {
      stack = await DeployedStack.open('localstack', 'try-1');
    }, 180_000);

    afterAll(async () => {
      await stack.emulator.stop();
    });

    it('is deployed by deploy:local, which says how to go on', async () => {
      const output = await stack.deploy('--emulator', 'localstack');
      const { url } = stack.deployment;
      expect(output).toContain('Posthorn-try-1 is deployed');
      expect(output).toContain('npm run deploy:local -- --destroy --stage try-1');
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    });

    it('passes the end-to-end suite, but for what LocalStack cannot do', async () => {
      const output = await stack.endToEnd('--emulator', 'localstack');
      const limits = Object.entries(emulatorLimits['localstack'] ?? {});
      for (const [test, reason] of limits) expect(output).toContain(`"${test}". ${reason}`);
      expect(output).toMatch(/Tests .*\d+ passed/);
      expect(output).toMatch(new RegExp(`Tests .*${limits.length} skipped`));
      expect(output).not.toMatch(/Tests .*failed/);
    });

    it('lists the delivery of a dead letter', async () => {
      const delivery = await stack.buryDelivery();
      expect(delivery).toMatchObject({ status: 'exhausted', status_reason: 'internal_fault' });
    });

    it('is not changed by another deployment of the same', async () => {
      expect(await stack.redeploy()).toContain(`${stack.name} (no changes)`);
    });

    it('leaves nothing when it is destroyed', async () => {
      await stack.deployLocal('--destroy');
      await stack.expectNothingLeft();
    });

    it('leaves no process when the emulator is stopped', async () => {
      expect(await stack.emulator.stop()).toBe(0);
      await expect(fetch(stack.emulator.endpoint)).rejects.toThrow();
    });
  },
);
