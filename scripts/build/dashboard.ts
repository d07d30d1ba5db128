import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const project = resolve(import.meta.dirname, '../..');
const inProject = (path: string) => join(project, path);

/** Where the pages are built, in the project. */
export const dashboardFolder = inProject('dist/dashboard');

/** The first load: what a browser gets to show the first page, compressed by gzip. Pages beyond it load when opened. */
const FIRST_LOAD_BYTES_MOST = 200 * 1_024;
/** The modules of the first load. */
const firstModules = ['index.html', 'src/app/root.tsx', 'src/pages/overview/overview.tsx'];

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** All that the pages are made of. */
const sources = ['dashboard', 'client/src', 'package-lock.json', 'scripts/build/dashboard.ts'];

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

interface BuiltDashboard {
  readonly firstLoadBytes: number;
  readonly files: number;
}

/** Whether the folder is missing, or was built from other sources. */
export const isDashboardStale = (): boolean => {
  const stamp = join(dashboardFolder, 'sources.sha256');
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== sourcesHash();
};

/**
 * Builds in a folder beside the old one and then replaces it: a running service never sees half of a build.
 * @throws if the first load is larger than its limit
 */
export async function buildDashboard(): Promise<BuiltDashboard> {
  const folder = `${dashboardFolder}-${process.pid}`;
  try {
    await runVite(folder);
    const assets = join(folder, 'assets');
    const names = readdirSync(assets);
    for (const name of names) compress(join(assets, name));
    const firstLoadBytes = firstLoadOf(folder);
    if (firstLoadBytes > FIRST_LOAD_BYTES_MOST) {
      throw new Error(`The first load is ${firstLoadBytes} bytes, more than ${FIRST_LOAD_BYTES_MOST}.`);
    }
    const types = Object.fromEntries(names.map((name) => [name, contentTypeOf(name)]));
    writeFileSync(join(folder, 'files.json'), `${JSON.stringify(types, null, 2)}\n`);
    rmSync(join(folder, '.vite'), { recursive: true });
    writeFileSync(join(folder, 'sources.sha256'), sourcesHash());
    replace(folder);
    return { firstLoadBytes, files: names.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loaded only when there is something to build: it takes a part of a second. */
async function runVite(folder: string): Promise<void> {
  const { build } = await import('vite');
  // Under a test runner it is `test`, and React's build for developers would be bundled.
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  const modules = new Set<string>();
  await build({
    configFile: inProject('dashboard/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder },
    plugins: [
      {
        name: 'bundled-modules',
        generateBundle: (_, bundle) => {
          for (const chunk of Object.values(bundle)) {
            if (chunk.type === 'chunk') for (const id of chunk.moduleIds) modules.add(relative(project, id));
          }
        },
      },
    ],
  });
  if (NODE_ENV !== undefined) process.env['NODE_ENV'] = NODE_ENV;
  const fromPackages = [...modules].filter((id) => id.startsWith('node_modules/')).sort();
  writeFileSync(join(folder, 'modules.json'), JSON.stringify(fromPackages));
}

/** The files of npm packages that the pages contain, relative to the project: for the notices of their licences. */
export const bundledByDashboard = (): readonly string[] =>
  JSON.parse(readFileSync(join(dashboardFolder, 'modules.json'), 'utf8')) as readonly string[];

function compress(path: string): void {
  const content = readFileSync(path);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: quality }));
}

function contentTypeOf(name: string): string {
  const type = contentTypes[extname(name)];
  if (type === undefined)
    throw new Error(`${name} has no content type: add it to scripts/build/dashboard.ts`);
  return type;
}

function firstLoadOf(folder: string): number {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
  const seen = new Set<string>();
  const files = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build has no chunk ${key}`);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const key of firstModules) visit(key);
  return [...files].reduce((sum, file) => sum + readFileSync(join(folder, `${file}.gz`)).length, 0);
}

function replace(folder: string): void {
  const old = `${folder}-old`;
  if (existsSync(dashboardFolder)) renameSync(dashboardFolder, old);
  renameSync(folder, dashboardFolder);
  rmSync(old, { recursive: true, force: true });
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesBelow(source))) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(inProject(path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path: string): readonly string[] {
  if (extname(path) !== '') return [path];
  const entries = readdirSync(inProject(path), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(project, join(entry.parentPath, entry.name)))
    .sort();
}
