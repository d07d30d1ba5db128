/**
 * Builds the npm package `posthorn-server`, which is also what the container runs, in a folder of its own: `dist/server`
 * unless another is named. The service is one file with all that it imports; the files beside it are read at run time.
 *
 *   npm run build && npm pack ./dist/server
 */
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { buildDashboard, bundledByDashboard, dashboardFolder } from './build/dashboard.ts';
import { noticesOf } from './build/third-party-notices.ts';

const project = resolve(import.meta.dirname, '..');
const folder = resolve(process.argv[2] ?? join(project, 'dist/server'));
const inProject = (path: string) => join(project, path);

/** Each program, and where it goes: as deep as its source, since each reads the package.json of its package. */
const programs: Readonly<Record<string, string>> = {
  './main.ts': './lib/server.js',
  './backup-main.ts': './lib/backup.js',
  '../client/src/cli/main.ts': './lib/cli/main.js',
};
/** Of Swagger UI, what `/docs` serves. */
const swaggerUiFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** The command loads a program when it is called for, so each stays a file of its own. */
const programsApart: Plugin = {
  name: 'programs-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' && programs[path] !== undefined
        ? { path: programs[path], external: true }
        : undefined,
    ),
};

async function bundle(source: string, target: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [source],
    outfile: join(folder, target),
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The oldest that has SQLite without a flag.
    target: 'node22.13',
    mainFields: ['module', 'main'],
    minify: true,
    // Stack traces name functions.
    keepNames: true,
    legalComments: 'none',
    alias: { 'thread-stream': inProject('lib/bundles/no-thread-stream.ts') },
    // Packages in CommonJS call `require`, which modules do not have.
    banner: { js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
    plugins: source === 'embedded/posthorn.ts' ? [programsApart] : [],
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly keywords: readonly string[];
}

function writeManifest(): void {
  const { version, license, keywords } = JSON.parse(
    readFileSync(inProject('package.json'), 'utf8'),
  ) as Manifest;
  const manifest = {
    name: 'posthorn-server',
    version,
    description: 'Posthorn, the webhook delivery service, in one process with SQLite',
    keywords,
    license,
    type: 'module',
    engines: { node: '>=22.13' },
    bin: { posthorn: './posthorn.js' },
    exports: { './package.json': './package.json' },
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'swagger-ui'), { recursive: true });
writeManifest();
const metafiles = await Promise.all([
  bundle('embedded/posthorn.ts', 'posthorn.js'),
  bundle('embedded/main.ts', 'lib/server.js'),
  bundle('embedded/backup-main.ts', 'lib/backup.js'),
  bundle('client/src/cli/main.ts', 'lib/cli/main.js'),
]);
for (const file of swaggerUiFiles) {
  copyFileSync(inProject(`node_modules/swagger-ui-dist/${file}`), join(folder, 'swagger-ui', file));
}
await buildDashboard();
for (const file of ['assets', 'files.json', 'index.html']) {
  cpSync(join(dashboardFolder, file), join(folder, 'dashboard', file), { recursive: true });
}
const bundled = [...metafiles.flatMap(({ inputs }) => Object.keys(inputs)), ...bundledByDashboard()];
writeFileSync(
  join(folder, 'THIRD-PARTY-NOTICES.txt'),
  noticesOf(project, [...bundled, 'node_modules/swagger-ui-dist/package.json']),
);
for (const file of ['LICENSE', 'docs/server-package.md']) {
  copyFileSync(inProject(file), join(folder, file === 'LICENSE' ? file : 'README.md'));
}
chmodSync(join(folder, basename('posthorn.js')), 0o755);
