/**
 * Makes everything that a release consists of, in `dist/release`:
 *
 *   posthorn-<version>.tgz, posthorn-server-<version>.tgz     the npm packages
 *   posthorn-image-<version>.tar.gz                           what `docker build -` makes the image of
 *   posthorn-server-<version>.cdx.json                        what is in the server: CycloneDX
 *   SHA256SUMS
 *
 *   npm run release [-- --tag v<version>]     with a tag, it must be the version of both packages
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { imageDockerfile } from './build/image-dockerfile.ts';
import { bundledBillOfMaterials } from './build/sbom.ts';

const project = resolve(import.meta.dirname, '..');
const inProject = (path: string) => join(project, path);
const out = inProject('dist/release');

const run = (command: string, ...words: readonly string[]) =>
  execFileSync(command, words, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

const versionIn = (file: string) =>
  (JSON.parse(readFileSync(inProject(file), 'utf8')) as { version: string }).version;

function checkedVersion(tag: string | undefined): string {
  const version = versionIn('package.json');
  const client = versionIn('client/package.json');
  if (client !== version)
    throw new Error(`client/package.json has version ${client}, package.json ${version}`);
  if (tag !== undefined && tag !== `v${version}`)
    throw new Error(`the tag is ${tag}, the version ${version}`);
  return version;
}

/** The last stage of the Dockerfile with the built server beside it: building the image then needs no npm. */
function makeImageContext(version: string): void {
  const folder = inProject('dist/image');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Dockerfile'), imageDockerfile(readFileSync(inProject('Dockerfile'), 'utf8')));
  cpSync(inProject('dist/server'), join(folder, 'server'), { recursive: true });
  // The same bytes whenever and wherever it is made, so that two people can compare checksums.
  const sameAnywhere = [
    '--sort=name',
    '--mtime=@0',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mode=a+rX,go-w',
  ];
  const archive = join(out, `posthorn-image-${version}.tar`);
  run('tar', '--create', ...sameAnywhere, '--file', archive, '--directory', folder, '.');
  run('gzip', '--no-name', '--force', archive);
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

const { values } = parseArgs({ options: { tag: { type: 'string' } } });
const version = checkedVersion(values.tag);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
run(process.execPath, inProject('scripts/build-server.ts'));
run(process.execPath, inProject('scripts/build-client.ts'));
for (const name of ['server', 'client'])
  run('npm', 'pack', `./dist/${name}`, '--pack-destination', out, '--silent');
makeImageContext(version);
const bill = bundledBillOfMaterials(
  // Without --omit=dev, with which npm 11 leaves zod out.
  run('npm', 'sbom', '--package-lock-only', '--sbom-format=cyclonedx'),
  readFileSync(inProject('dist/server/THIRD-PARTY-NOTICES.txt'), 'utf8'),
  version,
);
writeFileSync(join(out, `posthorn-server-${version}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
const sums = readdirSync(out)
  .sort()
  .map((name) => `${sha256(join(out, name))}  ${name}\n`);
writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
console.log(sums.join('').trimEnd());
