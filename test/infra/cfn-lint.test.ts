import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { templateOf } from './synthesized-stack.ts';

const isInstalled = spawnSync('cfn-lint', ['--version']).status === 0;

// On a laptop without it there is nothing to run; in CI that is a fault.
describe.skipIf(!isInstalled && process.env['CI'] !== 'true')('cfn-lint (pip install cfn-lint)', () => {
  test.each(['rest', 'http'])(
    'finds no error in the template with apiType=%s',
    (apiType) => {
      const folder = mkdtempSync(join(tmpdir(), 'posthorn-cfn-lint-'));
      const file = join(folder, 'template.json');
      writeFileSync(file, JSON.stringify(templateOf({ apiType }).toJSON()));
      const lint = spawnSync('cfn-lint', ['-t', file, '--non-zero-exit-code', 'error'], { encoding: 'utf8' });
      rmSync(folder, { recursive: true });
      expect(lint.stdout + lint.stderr).not.toMatch(/^E\d+/m);
      expect(lint.status).toBe(0);
    },
    180_000,
  );
});
