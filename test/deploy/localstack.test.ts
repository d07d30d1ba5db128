import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulatorLimits } from '../../e2e/support/emulator-limits.ts';
import { DeployedStack, isLeftOut } from './deployed-stack.ts';
import { registerDeadLetterStep, registerLastSteps } from './last-steps.ts';

/** As ministack.test.ts, on LocalStack and with another stage. The tests are steps. */

const STEP_MS = 600_000;

let stack: DeployedStack;

describe.skipIf(isLeftOut('localstack/installed'))(
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

    it('passes the end-to-end suite, except tests that LocalStack cannot pass', async () => {
      const output = await stack.endToEnd('--emulator', 'localstack');
      const limits = Object.entries(emulatorLimits['localstack'] ?? {});
      for (const [test, reason] of limits) expect(output).toContain(`"${test}". ${reason}`);
      expect(output).toMatch(/Tests .*\d+ passed/);
      expect(output).toMatch(new RegExp(`Tests .*${limits.length} skipped`));
      expect(output).not.toMatch(/Tests .*failed/);
    });

    registerDeadLetterStep(() => stack);
    registerLastSteps(() => stack);
  },
);
