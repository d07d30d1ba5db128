import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** AWS's own engine of event patterns, in a process of Java. scripts/install-event-ruler.sh installs it. */
export interface RulerOracle {
  /** Whether a pattern matches an event, both as JSON; or, beginning with "error", the fault in one of them. */
  ask(pattern: string, event: string): Promise<boolean | string>;
  stop(): Promise<void>;
}

const JARS = resolve(import.meta.dirname, '../../../.emulator/event-ruler');
const isInstalled = existsSync(JARS);

/** Why tests against Ruler are left out; undefined where it is installed, and in CI, where a missing one is a failure. */
export const withoutEventRuler: string | undefined =
  process.env['CI'] === 'true' || isInstalled
    ? undefined
    : `${JARS} missing: run scripts/install-event-ruler.sh`;

const COMMAND = 'java';
const ARGUMENTS = [
  // It starts in half the time.
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xmx256m',
  '-cp',
  join(JARS, '*'),
  join(import.meta.dirname, 'RulerOracle.java'),
];

export function startRulerOracle(): RulerOracle {
  if (!isInstalled) throw new Error(`${JARS} missing`);
  // It ends with its standard input, and so with this process, however that dies.
  const child = spawn(COMMAND, ARGUMENTS, { stdio: ['pipe', 'pipe', 'inherit'] });
  const questions: PromiseWithResolvers<boolean | string>[] = [];
  let isOver = false;
  const over = once(child, 'exit')
    .catch((error: unknown) => console.warn('Ruler did not start', error))
    .then(() => {
      isOver = true;
      for (const { reject } of questions) reject(new Error('Ruler ended'));
    });
  // A question that cannot be written gets no answer.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    questions.shift()?.resolve(line.startsWith('error') ? line : line === 'true');
  });
  return {
    ask: (pattern, event) => {
      if (isOver) return Promise.reject(new Error('Ruler ended'));
      const question = Promise.withResolvers<boolean | string>();
      questions.push(question);
      child.stdin.write(`${JSON.stringify({ pattern, event })}\n`);
      return question.promise;
    },
    stop: async () => {
      child.stdin.end();
      await over;
    },
  };
}
