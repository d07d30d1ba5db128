import { existsSync, readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import { pino } from 'pino';
import pretty from 'pino-pretty';
import { pinoLog } from '../src/adapters/pino/log.ts';
import { parseEmbeddedEnvironment } from '../src/config/embedded-environment.ts';
import { nextSteps, signInLine } from './next-steps.ts';
import { type Service, startService } from './service.ts';
import { terminalLine } from './terminal-line.ts';

/** `npm start`: the embedded service, until SIGTERM or SIGINT. */

const STDOUT = 1;
const STOP_TIMEOUT_MS = 35_000;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const isTerminal = isatty(STDOUT);

// Lines are written in larger pieces, and at the end: a busy service would otherwise spend more time on its log than on
// its work.
const destination = isTerminal
  ? pretty({
      sync: true,
      translateTime: 'SYS:HH:MM:ss.l',
      messageKey: 'occurrence',
      hideObject: true,
      messageFormat: terminalLine,
    })
  : pino.destination({ dest: STDOUT, sync: false, minLength: 4_096, periodicFlush: 1_000 });

const say = (line: string) => process.stdout.write(`${line}\n`);

function fail(error: unknown): never {
  process.stderr.write(`posthorn: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function start(): Promise<Service> {
  const environment = parseEmbeddedEnvironment(process.env);
  return startService(environment, version, pinoLog(environment.logLevel, destination));
}

/**
 * Runs once, for any number of signals: npm passes on a signal that the terminal has sent to the whole group already.
 */
function stopOnSignals(service: Service): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    service.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

const service = await start().catch(fail);
// Before the service reports that it is ready: a caller that waits for the report may send a signal at once.
stopOnSignals(service);
if (service.adminKey.file !== undefined) {
  // Logs are kept and passed on, so only a terminal shows the key itself.
  say(`admin API key: ${isTerminal ? `${service.adminKey.key} (kept ` : '('}in ${service.adminKey.file})`);
}
say(`listening on ${service.url} (docs: ${service.url}/docs)`);
const isClone = existsSync(new URL('../examples/receiver.ts', import.meta.url));
say(signInLine(service, isTerminal, isClone ? 'npm run sign-in' : 'posthorn sign-in'));
if (service.adminKey.file !== undefined) {
  say(
    nextSteps(
      service,
      service.adminKey.file,
      isClone ? 'npm run receiver' : 'npx posthorn listen --subscribe "*"',
    ),
  );
}
