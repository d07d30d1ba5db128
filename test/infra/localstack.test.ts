import { existsSync, globSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { localStackExecutor } from '../../scripts/emulator-kinds.ts';
import { templateOf } from './synthesized-stack.ts';

/** The statements of this project about LocalStack, checked against the package that scripts/install-localstack.sh installs. */

const packages = '.emulator/localstack/venv/lib/python3.13/site-packages';
const isInstalled = existsSync(`${packages}/localstack/config.py`) || process.env['CI'] === 'true';

const resources: Record<string, { readonly Type: string }> = templateOf({
  profile: 'lean',
  stage: 'local',
  dashboard: false,
}).toJSON()['Resources'];

const compose = readFileSync('docker-compose.localstack.yml', 'utf8');
const settings = Object.keys(parseEnv(readFileSync('scripts/localstack/settings.env', 'utf8')));
const ofDocker = [...compose.matchAll(/^ {6}([A-Z][A-Z0-9_]*): /gm)].map(([, name]) => name);
const ofInstallation = /^LOCALSTACK=(.+)$/m.exec(readFileSync('scripts/install-localstack.sh', 'utf8'))?.[1];

describe('LocalStack, in docker-compose.localstack.yml and without Docker', () => {
  test('has one version', () => {
    expect(ofInstallation).toMatch(/^\d+\.\d+\.\d+$/);
    expect(compose).toContain(`image: localstack/localstack:${ofInstallation}\n`);
  });

  test('has the settings of one file', () => {
    expect(compose).toContain('env_file: scripts/localstack/settings.env\n');
    expect(ofDocker).toEqual(['LAMBDA_DOCKER_NETWORK', 'LAMBDA_DOCKER_FLAGS']);
    expect(settings).toContain('DYNAMODB_REMOVE_EXPIRED_ITEMS');
  });
});

describe.skipIf(!isInstalled)('the installed LocalStack (scripts/install-localstack.sh)', () => {
  test('is of the version that the compose file names', () => {
    const metadata = readFileSync(`${packages}/localstack_core-${ofInstallation}.dist-info/METADATA`, 'utf8');
    expect(metadata).toContain(`\nVersion: ${ofInstallation}\n`);
  });

  test.each([...settings, ...ofDocker])('reads the setting %s', (name) => {
    expect(readFileSync(`${packages}/localstack/config.py`, 'utf8')).toContain(`"${name}"`);
  });

  test('loads the executor that the emulator names', () => {
    const [entryPoints] = globSync(`${packages}/posthorn_node_executor-*.dist-info/entry_points.txt`);
    expect(readFileSync(entryPoints ?? '', 'utf8')).toContain(
      `[localstack.lambda.runtime_executor]\n${localStackExecutor.LAMBDA_RUNTIME_EXECUTOR} = `,
    );
  });

  // It reports unsupported resources as created. Told to fail instead (CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES=0), it
  // asks a catalogue on the internet, without which it supports no type at all.
  test('supports every type of the template', () => {
    const entryPoints = readFileSync(
      `${packages}/localstack_core-${ofInstallation}.dist-info/entry_points.txt`,
      'utf8',
    );
    const supported = new Set([...entryPoints.matchAll(/^(aws::\S+) = /gm)].map(([, type]) => type));
    const types = new Set(Object.values(resources).map(({ Type }) => Type));
    // scripts/emulator-app.ts leaves it out.
    types.delete('Custom::S3AutoDeleteObjects');
    expect(types.size).toBeGreaterThan(15);
    expect([...types].filter((type) => !supported.has(type.toLowerCase()))).toEqual([]);
  });
});
