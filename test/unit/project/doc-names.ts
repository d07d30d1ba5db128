/** The files, scripts and commands that a page may name. */
export interface Project {
  /** Every file, by its path from the root. */
  readonly files: readonly string[];
  readonly npmScripts: readonly string[];
  /** The commands of `posthorn`. */
  readonly commands: readonly string[];
  readonly textOf: (file: string) => string;
}

const CODE_BLOCK = /^ *```[^\n]*\n[\s\S]*?^ *```$/gm;

/** Folders of the project: a name that starts with one of these is a path. */
const FOLDERS =
  /^(src|functions|embedded|lib|bin|client|dashboard|docs|examples|bench|models|scripts|test|e2e|\.ci|\.github)\//;

/** A file without its folder, such as `fair-groups.ts`. Other endings are files of readers, of AWS, or of a build. */
const SOURCE_FILE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(ts|cjs)$/;

/** Files that a reader writes from a page, and a name that CONTRIBUTING.md forbids. */
const OTHER_FILES = new Set(['receiver.ts', 'index.ts']);

/** The paths, links, npm scripts and commands of a page that do not exist, each with the reason. */
export function wrongNamesIn(page: string, text: string, project: Project): readonly string[] {
  const prose = text.replaceAll(CODE_BLOCK, '');
  const code = [...prose.matchAll(/`([^`]+)`/g)].map(([, inside = '']) => inside.replaceAll(/\s+/g, ' '));
  const shell = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block.split('\n').map((line) => line.trim()),
  );
  return [
    ...code.flatMap((name) => wrongPath(page, name, project)),
    ...linksIn(prose).flatMap((link) => wrongLink(page, link, project)),
    ...[...code, ...shell].flatMap((call) => wrongCall(call, project)),
  ];
}

const linksIn = (prose: string): readonly string[] =>
  [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture ?? '',
  );

/** `src/a.ts`, `src/adapters/`, `test/contract/*.contract.ts`, or `fair-groups.ts`. */
function wrongPath(page: string, name: string, { files }: Project): readonly string[] {
  const isPath = FOLDERS.test(name) && !name.includes(' ');
  if (!isPath && !SOURCE_FILE.test(name)) return [];
  if (OTHER_FILES.has(name)) return [];
  const pattern = new RegExp(
    `${isPath ? '^' : '(^|/)'}${patternOf(name)}${name.endsWith('/') ? '' : '(/|$)'}`,
  );
  return files.some((file) => pattern.test(file)) ? [] : [`${page}: no file ${name}`];
}

/** `*` and `…` stand for any part of a name, `<name>` and `NNNN-title` for one that the reader chooses. */
const patternOf = (name: string): string =>
  name.replaceAll(/[.+?^$()|[\]\\]/g, '\\$&').replaceAll(/\*|…|<[^>]*>|NNNN-title/g, '[^/]*');

function wrongLink(page: string, link: string, { files, textOf }: Project): readonly string[] {
  if (/^[a-z]+:/.test(link)) return [];
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? page : resolved(page, path);
  if (file.startsWith('/')) return [];
  if (!files.some((one) => one === file || one.startsWith(`${file}/`))) return [`${page}: no file ${link}`];
  if (anchor === undefined || !file.endsWith('.md')) return [];
  return anchorsOf(textOf(file)).includes(anchor) ? [] : [`${page}: no heading ${link}`];
}

const resolved = (page: string, path: string): string =>
  new URL(path, `file:///${page}`).pathname.slice(1).replace(/\/$/, '');

/** As GitHub makes them from headings. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.replaceAll(CODE_BLOCK, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

function wrongCall(call: string, { npmScripts, commands, files }: Project): readonly string[] {
  const wrong: string[] = [];
  for (const [, script = ''] of call.matchAll(/\bnpm run (?:--silent )?([a-z][a-z0-9:-]*)/g)) {
    if (!npmScripts.includes(script)) wrong.push(`no npm script ${script}`);
  }
  for (const [, file = ''] of call.matchAll(/\bnode ((?:[a-z-]+\/)+[a-z-]+\.ts)\b/g)) {
    if (!files.includes(file)) wrong.push(`no file ${file}`);
  }
  const [first, second] = /^(?:npx )?posthorn ([a-z].*)$/.exec(call)?.[1]?.split(' ') ?? [];
  const isCommand = commands.some((name) => name === first || name === `${first} ${second}`);
  if (first !== undefined && !isCommand) wrong.push(`no command ${call}`);
  return wrong;
}
