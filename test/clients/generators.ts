import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';

/** How each generator's client is made of docs/openapi.json, and the program of its page compiled. */

const ROOT = resolve(import.meta.dirname, '../..');
export const TOOLS = join(ROOT, '.emulator/client-generators');
const DOCUMENT = join(ROOT, 'docs/openapi.json');
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);
const GO = join(TOOLS, 'go/bin/go');
const execute = promisify(execFile);

/** A command with its arguments. */
export type Command = readonly [string, ...string[]];

interface Generated {
  /** The output of the generator. */
  readonly output: string;
  /** Runs the program. */
  readonly program: Command;
}

export async function run(
  [command, ...args]: Command,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
) {
  const { stdout, stderr } = await execute(command, args, {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { stdout, stderr };
}

/** The program of a page, whose fence names its file: ```` ```go main.go ````. */
async function programOf(page: string, file: string): Promise<string> {
  const text = await readFile(join(ROOT, 'docs/clients', page), 'utf8');
  const program = text.split('```').find((block) => block.split('\n', 1)[0]?.endsWith(` ${file}`));
  if (program === undefined) throw new Error(`docs/clients/${page} has no program ${file}`);
  return program.slice(program.indexOf('\n') + 1);
}

/** Documentation and tests of the generated client: hundreds of files that are used by no test. */
const NO_EXTRAS = ['--global-property', 'apiDocs=false,modelDocs=false,apiTests=false,modelTests=false'];

export async function openApiGenerator(folder: string, language: string, ...options: readonly string[]) {
  const jar = join(TOOLS, 'openapi-generator-cli.jar');
  const { stdout, stderr } = await run(
    [
      'java',
      '-XX:TieredStopAtLevel=1',
      '-jar',
      jar,
      'generate',
      '-i',
      DOCUMENT,
      '-g',
      language,
      ...NO_EXTRAS,
      ...options,
    ],
    folder,
  );
  return `${stdout}\n${stderr}`;
}

/** Modules were fetched when the tools were installed: Go asks no network any more. */
const goEnvironment = { GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', GOPROXY: 'off', GOSUMDB: 'off' };

async function goProgram(folder: string, file: string): Promise<Command> {
  for (const name of ['go.mod', 'go.sum']) {
    await writeFile(join(folder, name), await readFile(join(TOOLS, 'module', name)));
  }
  await writeFile(join(folder, 'main.go'), await programOf('go.md', file));
  await run([GO, 'build', '-o', 'program', '.'], folder, goEnvironment);
  return [join(folder, 'program')];
}

export async function goByOpenApiGenerator(folder: string): Promise<Generated> {
  const options = ['--package-name', 'posthorn', '--additional-properties=withGoMod=false'];
  const output = await openApiGenerator(folder, 'go', '-o', 'posthorn', ...options);
  return { output, program: await goProgram(folder, 'openapi-generator.go') };
}

export async function goByOapiCodegen(folder: string): Promise<Generated> {
  await mkdir(join(folder, 'posthorn'));
  const tool = join(TOOLS, 'bin/oapi-codegen');
  const { stdout, stderr } = await run(
    [tool, '-generate', 'types,client', '-package', 'posthorn', '-o', 'posthorn/posthorn.go', DOCUMENT],
    folder,
  );
  return { output: stdout + stderr, program: await goProgram(folder, 'oapi-codegen.go') };
}

/** By `java -m`, since a JRE has the compiler's module, but no `javac`. */
export async function javaByOpenApiGenerator(folder: string): Promise<Generated> {
  const output = await openApiGenerator(folder, 'java', '--library', 'native', '-o', 'posthorn');
  const main = join(folder, 'Main.java');
  await writeFile(main, await programOf('java.md', 'Main.java'));
  const sources = await filesUnder(join(folder, 'posthorn/src/main/java'), '.java');
  await writeFile(join(folder, 'sources'), [...sources, main].join('\n'));
  const classPath = (await filesUnder(join(TOOLS, 'jars'), '.jar')).join(delimiter);
  const options = ['-nowarn', '-proc:none', '-d', 'classes', '-cp', classPath, '@sources'];
  await run(
    ['java', '-XX:TieredStopAtLevel=1', '-m', 'jdk.compiler/com.sun.tools.javac.Main', ...options],
    folder,
  );
  const program: Command = ['java', '-cp', [join(folder, 'classes'), classPath].join(delimiter), 'Main'];
  return { output, program };
}

export async function pythonByOpenApiGenerator(folder: string): Promise<Generated> {
  const output = await openApiGenerator(folder, 'python', '-o', '.', '--package-name', 'posthorn');
  await writeFile(join(folder, 'main.py'), await programOf('python.md', 'with_openapi_generator.py'));
  return { output, program: [join(TOOLS, 'python/bin/python'), '-W', 'error', join(folder, 'main.py')] };
}

export async function typescriptFetch(folder: string): Promise<Generated> {
  const output = await openApiGenerator(folder, 'typescript-fetch', '-o', 'posthorn');
  return { output, program: await typeScriptProgram(folder, 'with-typescript-fetch.ts') };
}

export async function openApiFetch(folder: string): Promise<Generated> {
  const { stdout, stderr } = await run(
    [bin('openapi-typescript'), DOCUMENT, '--default-non-nullable', 'false', '-o', 'posthorn.ts'],
    folder,
  );
  return { output: stdout + stderr, program: await typeScriptProgram(folder, 'with-openapi-fetch.ts') };
}

/** With types checked. Generators leave out the endings of imported files, so that it is bundled to be run. */
async function typeScriptProgram(folder: string, file: string): Promise<Command> {
  await writeFile(join(folder, 'main.ts'), await programOf('typescript.md', file));
  const compilerOptions = {
    target: 'es2023',
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: { 'openapi-fetch': [join(TOOLS, 'node_modules/openapi-fetch')] },
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  await run([bin('tsc'), '-p', '.'], folder);
  const outfile = join(folder, 'main.mjs');
  await esbuild.build({
    entryPoints: [join(folder, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    nodePaths: [join(TOOLS, 'node_modules')],
    logLevel: 'silent',
  });
  return [process.execPath, outfile];
}

async function filesUnder(folder: string, ending: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}
