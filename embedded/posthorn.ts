#!/usr/bin/env node
/**
 * The command of the npm package `posthorn-server`, and the entry point of the container: `serve` and `backup` run
 * here, every other command comes from the client's package (docs/adr/0034-one-command-from-two-packages.md).
 */

// As embedded/process.env does for `npm start`: must come before the thread pool exists.
process.env['UV_THREADPOOL_SIZE'] ??= '16';

const emitWarning = process.emitWarning.bind(process) as (...words: readonly unknown[]) => void;
// Node.js 22 warns that its SQLite is experimental, which does not help the operator.
process.emitWarning = (...words: readonly unknown[]) => {
  if (words[1] !== 'ExperimentalWarning') emitWarning(...words);
};

const [command, ...rest] = process.argv.slice(2);
// The command line answers flags, `--help` and wrong calls, because it knows the usage of each command.
const isPlain = rest.every((word) => !word.startsWith('-'));

if (command === 'serve' && rest.length === 0) {
  requireSqlite();
  await import('./main.ts');
} else if (command === 'backup' && isPlain && rest.length <= 1) {
  requireSqlite();
  await import('./backup-main.ts');
} else {
  await import('../client/src/cli/main.ts');
}

function requireSqlite(): void {
  if (process.getBuiltinModule?.('node:sqlite') !== undefined) return;
  process.stderr.write(
    `posthorn: "posthorn ${command}" needs Node.js 22.13 or newer. This is ${process.version}\n`,
  );
  process.exit(1);
}
