import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const NOTICE_FILE = /^(licen[cs]e|notice|copying)/i;

/** Between two packages; no notice has such a line. */
const SEPARATOR = `\n\n${'='.repeat(80)}\n\n`;

/** The packages, as `name@version`, that notices written by `noticesOf` are about. */
export const packagesIn = (notices: string): readonly string[] =>
  notices.split(SEPARATOR).map((section) => section.split(/\s/, 2).join('@'));

/** The folders of the npm packages that these files belong to, relative to the project, sorted. */
function packageFoldersOf(files: readonly string[]): readonly string[] {
  const folders = files
    .map((file) => PACKAGE_FOLDER.exec(file)?.[1])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)].sort();
}

/**
 * What the licences of bundled packages ask to be passed on: for each package its name, version, licence and notices.
 * @throws when a package has neither a notice nor a licence in its package.json
 */
export function noticesOf(project: string, files: readonly string[]): string {
  const sections = packageFoldersOf(files).map((relative) => {
    const folder = join(project, relative);
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Manifest;
    const texts = readdirSync(folder)
      .filter((file) => NOTICE_FILE.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').trim());
    if (texts.length === 0 && license === undefined) throw new Error(`${name} has no licence`);
    return [`${name} ${version}${license === undefined ? '' : ` (${license})`}`, ...texts].join('\n\n');
  });
  return `${sections.join(SEPARATOR)}\n`;
}
