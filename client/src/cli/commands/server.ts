import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Command, CommandContext } from '../command.ts';
import { FailedError } from '../failures.ts';

/** Commands of the package `posthorn-server`, if it is installed: this package has no server. */

const PACKAGE = 'posthorn-server';

const serve: Command = {
  name: 'serve',
  operandCount: [0, 0],
  summary: 'Run the service on this machine, until Ctrl-C or SIGTERM',
  notes: [
    `Configure it with PORT, POSTHORN_HOST, POSTHORN_DATA_DIR and other variables. Needs the package ${PACKAGE} and Node.js 22.13 or newer.`,
  ],
  flags: {},
  examples: ['posthorn serve'],
  run: (context) => runServer('serve', context),
};

const backup: Command = {
  name: 'backup',
  operands: '[<folder>]',
  operandCount: [0, 1],
  summary: 'Copy the data folder of a service into a new folder; the service may be running',
  notes: [
    `The data folder is POSTHORN_DATA_DIR, or .posthorn. The copy contains the keys. Needs the package ${PACKAGE}.`,
  ],
  flags: {},
  examples: ['posthorn backup /var/backups/posthorn-1'],
  run: (context) => runServer('backup', context),
};

export const serverCommands: readonly Command[] = [serve, backup];

/** @returns the exit code of the server's process, which owns the terminal while it runs */
async function runServer(command: string, { args, signal, surroundings }: CommandContext): Promise<number> {
  const main = join(dirname(findPackage()), 'posthorn.js');
  const child = spawn(process.execPath, [main, command, ...args.operands], {
    stdio: 'inherit',
    env: { ...surroundings.env },
  });
  // Ctrl-C reaches the child as well; a signal sent to this process alone does not.
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** Next to this package, or in the working folder. @returns its package.json */
function findPackage(): string {
  for (const place of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(place).resolve(`${PACKAGE}/package.json`);
    } catch {
      // Not found; try the next place.
    }
  }
  throw new FailedError(`This command needs the package ${PACKAGE}. Run: npm install ${PACKAGE}`);
}
