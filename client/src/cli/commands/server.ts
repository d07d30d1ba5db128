import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Command, CommandContext } from '../command.ts';
import { FailedError } from '../failures.ts';

/** What the package `posthorn-server` does, if it is installed: this package has no server in it. */

const PACKAGE = 'posthorn-server';

const serve: Command = {
  name: 'serve',
  operandCount: [0, 0],
  summary: 'Run the service on this machine, until Ctrl-C or SIGTERM',
  notes: [
    `It is configured by PORT, POSTHORN_HOST, POSTHORN_DATA_DIR and other variables, and needs the package ${PACKAGE} and Node.js 22.13 or newer.`,
  ],
  flags: {},
  examples: ['posthorn serve'],
  run: (context) => runServer('serve', context),
};

const backup: Command = {
  name: 'backup',
  operands: '[<folder>]',
  operandCount: [0, 1],
  summary: 'Copy the data folder of a service, which may be running, into a new folder',
  notes: [
    `The data folder is POSTHORN_DATA_DIR, or .posthorn. The copy has the keys in it. Needs the package ${PACKAGE}.`,
  ],
  flags: {},
  examples: ['posthorn backup /var/backups/posthorn-1'],
  run: (context) => runServer('backup', context),
};

export const serverCommands: readonly Command[] = [serve, backup];

/** @returns the exit code of the server's process, which has the terminal for as long as it runs */
async function runServer(command: string, { args, signal, surroundings }: CommandContext): Promise<number> {
  const main = join(dirname(findPackage()), 'posthorn.js');
  const child = spawn(process.execPath, [main, command, ...args.operands], {
    stdio: 'inherit',
    env: { ...surroundings.env },
  });
  // Ctrl-C reaches the child as well; a signal that was sent to this process alone does not.
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** Beside this package, or in the folder that the command is called in. @returns its package.json */
function findPackage(): string {
  for (const place of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(place).resolve(`${PACKAGE}/package.json`);
    } catch {
      // Not there; maybe at the next place.
    }
  }
  throw new FailedError(`this needs the package ${PACKAGE}: npm install ${PACKAGE}`);
}
