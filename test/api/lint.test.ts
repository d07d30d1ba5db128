import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Linters of OpenAPI documents find nothing in ours: no error, and no warning. */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const DOCUMENT = 'docs/openapi.json';

/** Nothing is sent, and nothing is looked for, elsewhere. */
const offline = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

function lint(script: string, ...args: readonly string[]) {
  const env = { ...process.env, ...offline, NO_COLOR: '1' };
  const command = [script, 'lint', ...args, DOCUMENT];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: PROJECT,
    encoding: 'utf8',
    env,
  });
  return { status, output: stdout + stderr };
}

describe('Redocly', () => {
  it('finds nothing', () => {
    const { status, output } = lint('node_modules/.bin/redocly', '--config', 'test/api/redocly.yaml');
    expect(status, output).toBe(0);
    expect(output).toContain('1 problem is explicitly ignored');
    expect(output).not.toMatch(/\d+ warnings?/);
  });
});

/** Not among the dependencies: it would bring two hundred others. */
const SPECTRAL = '.emulator/spectral/node_modules/.bin/spectral';
const withoutSpectral =
  process.env['CI'] === 'true' || existsSync(`${PROJECT}${SPECTRAL}`)
    ? undefined
    : `${SPECTRAL} missing: run scripts/install-spectral.sh`;

describe.skipIf(withoutSpectral !== undefined)(
  withoutSpectral === undefined ? 'Spectral' : `Spectral (${withoutSpectral})`,
  () => {
    it('finds nothing', () => {
      const strictly = ['--fail-severity', 'hint'];
      const { status, output } = lint(SPECTRAL, '--ruleset', 'test/api/spectral.yaml', ...strictly);
      expect(status, output).toBe(0);
    });
  },
);
