import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import {
  everyOption,
  everyOptionWithFirewall,
  liveStackOf,
  stages,
  templateOf,
} from './synthesized-stack.ts';

const isInstalled = spawnSync('cfn-lint', ['--version']).status === 0;

// On a laptop without it there is nothing to run; in CI that is a fault.
describe.skipIf(!isInstalled && process.env['CI'] !== 'true')('cfn-lint (pip install cfn-lint)', () => {
  test('finds no error in the template of any profile, with either type of API and with every option', () => {
    const folder = mkdtempSync(join(tmpdir(), 'posthorn-cfn-lint-'));
    const contexts = [
      ...stages,
      everyOption,
      everyOptionWithFirewall,
      { ...everyOption, apiType: 'http' },
      { stage: 'dev' },
    ];
    const templates = [...contexts.map(templateOf), Template.fromStack(liveStackOf(everyOption))];
    const files = templates.map((template, index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify(template.toJSON()));
      return file;
    });
    const lint = spawnSync('cfn-lint', ['--non-zero-exit-code', 'error', '-t', ...files], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(lint.stdout + lint.stderr).not.toMatch(/^E\d+/m);
    expect(lint.status).toBe(0);
  }, 300_000);
});
