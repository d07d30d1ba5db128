import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { imageDockerfile } from '../../../scripts/build/image-dockerfile.ts';
import { bundledBillOfMaterials } from '../../../scripts/build/sbom.ts';
import { noticesOf, packagesIn } from '../../../scripts/build/third-party-notices.ts';

const inProject = (path: string) => new URL(`../../../${path}`, import.meta.url);
const textOf = (path: string) => readFileSync(inProject(path), 'utf8');
const bundled = [
  'node_modules/zod/v4/core/core.js',
  'node_modules/@middy/core/index.js',
  'src/domain/ids.ts',
];

describe('the notices of bundled packages', () => {
  it('name each once, with its licence', () => {
    const notices = noticesOf(inProject('.').pathname, [...bundled, ...bundled]);
    expect(packagesIn(notices).map((name) => name.replace(/@[^@]+$/, ''))).toEqual(['@middy/core', 'zod']);
    expect(notices).toContain('(MIT)');
  });
});

describe('the bill of materials', () => {
  const component = (name: string) => ({ name, version: '1.0.0', 'bom-ref': `${name}@1.0.0` });
  const ofNpm = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: { component: component('posthorn') },
    components: [component('a'), component('b'), component('c')],
    dependencies: [
      { ref: 'posthorn@1.0.0', dependsOn: ['a@1.0.0', 'c@1.0.0'] },
      { ref: 'a@1.0.0', dependsOn: ['b@1.0.0'] },
      { ref: 'c@1.0.0' },
    ],
  });

  it('has the bundled packages and their dependencies, and no others', () => {
    const bill = bundledBillOfMaterials(ofNpm, 'a 1.0.0 (MIT)\n', '0.1.0');
    expect(bill.metadata.component).toMatchObject({
      name: 'posthorn-server',
      purl: 'pkg:npm/posthorn-server@0.1.0',
    });
    expect(bill.components).toEqual([component('a')]);
    expect(bill.dependencies).toEqual([
      { ref: 'posthorn@1.0.0', dependsOn: ['a@1.0.0'] },
      { ref: 'a@1.0.0', dependsOn: [] },
    ]);
  });

  it('is not made when npm does not know a bundled package', () => {
    expect(() => bundledBillOfMaterials(ofNpm, 'd 1.0.0 (MIT)\n', '0.1.0')).toThrow('lacks d@1.0.0');
  });
});

describe('the Dockerfile of the image context', () => {
  it('is the last stage, over the built server', () => {
    const dockerfile = imageDockerfile(textOf('Dockerfile'));
    expect(dockerfile).toMatch(/^FROM node:24-bookworm-slim\nCOPY server \/app\n/);
    expect(dockerfile).not.toContain('--from=');
    expect(dockerfile).toContain('USER 1000:1000');
  });

  it('is not made of a Dockerfile of another form', () => {
    expect(() => imageDockerfile('FROM a\nCOPY b /app\n')).toThrow('no last stage');
  });
});

describe('a workflow', () => {
  const workflows = readdirSync(inProject('.github/workflows'));

  it.each(workflows)(
    '%s uses actions by commit, says what it may do, and has no stored credentials',
    (file) => {
      const text = textOf(`.github/workflows/${file}`);
      const uses = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
      for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      expect(text).toMatch(/^permissions:/m);
      expect(text).not.toMatch(/secrets\.|AWS_SECRET/);
    },
  );

  it('of each kind is there: test, release with provenance, deployment by OIDC', () => {
    expect(workflows.sort()).toEqual(['deploy.yml', 'release.yml', 'test.yml']);
    expect(textOf('.github/workflows/test.yml')).toContain('run: .ci/run');
    expect(textOf('.github/workflows/release.yml')).toMatch(/attest-build-provenance@[\s\S]+SHA256SUMS/);
    expect(textOf('.github/workflows/deploy.yml')).toMatch(
      /id-token: write[\s\S]+role-to-assume: arn:aws:iam/,
    );
  });
});
