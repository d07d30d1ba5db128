#!/usr/bin/env node
/**
 * The command of the npm package `posthorn-server`, and the entrance of the container: `serve` and `backup` run here,
 * every other command is that of the client's package (docs/adr/0034-one-command-from-two-packages.md).
 */

// As embedded/process.env does for `npm start`: before anything makes the thread pool.
process.env['UV_THREADPOOL_SIZE'] ??= '16';

const emitWarning = process.emitWarning.bind(process) as (...words: readonly unknown[]) => void;
// Node.js 22 calls its SQLite experimental, which tells the operator nothing.
process.emitWarning = (...words: readonly unknown[]) => {
  if (words[1] !== 'ExperimentalWarning') emitWarning(...words);
};

const [command, ...rest] = process.argv.slice(2);
// Flags, `--help` and faulty calls are answered by the command line, which knows how each command is called.
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
    `posthorn: "posthorn ${command}" needs Node.js 22.13 or newer; this is ${process.version}\n`,
  );
  process.exit(1);
}
