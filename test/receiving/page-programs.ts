import { readFileSync } from 'node:fs';

/** A fenced block whose fence names a file: ```` ```go receiver.go ````. */
const PROGRAM = /^```\w+ ([\w-]+\.\w+)\n(.*?)^```$/gms;

/** The programs of docs/receiving.md, by the names of their files, exactly as they stand there. */
export function programsOfPage(): ReadonlyMap<string, string> {
  const page = readFileSync(new URL('../../docs/receiving.md', import.meta.url), 'utf8');
  return new Map([...page.matchAll(PROGRAM)].map(([, file = '', source = '']) => [file, source]));
}
