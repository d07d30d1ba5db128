import type { Command } from './command.ts';
import { keyCommands } from './commands/keys.ts';
import { listen } from './commands/listen.ts';
import { recover } from './commands/recover.ts';
import { replay } from './commands/replay.ts';
import { retry } from './commands/retry.ts';
import { send } from './commands/send.ts';
import { serverCommands } from './commands/server.ts';
import { subscriptionCommands } from './commands/subscriptions.ts';
import { tail } from './commands/tail.ts';

/** Everything that it can do, in the order of the help. */
export const commands: readonly Command[] = [
  listen,
  send,
  tail,
  replay,
  recover,
  retry,
  ...subscriptionCommands,
  ...keyCommands,
  ...serverCommands,
];
