import type { Command } from './command.ts';
import { completionOf } from './commands/completion.ts';
import { deliveryCommands } from './commands/deliveries.ts';
import { eventTypeCommands } from './commands/event-types.ts';
import { eventCommands } from './commands/events.ts';
import { filterCommands } from './commands/filters.ts';
import { keyCommands } from './commands/keys.ts';
import { listen } from './commands/listen.ts';
import { profileCommands } from './commands/profiles.ts';
import { receiverCommands } from './commands/receivers.ts';
import { recover } from './commands/recover.ts';
import { replay } from './commands/replay.ts';
import { retry } from './commands/retry.ts';
import { send } from './commands/send.ts';
import { serverCommands } from './commands/server.ts';
import { signIn } from './commands/sign-in.ts';
import { stats } from './commands/stats.ts';
import { subscriptionCommands } from './commands/subscriptions.ts';
import { tail } from './commands/tail.ts';
import { verify } from './commands/verify.ts';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  listen,
  send,
  tail,
  replay,
  recover,
  retry,
  ...subscriptionCommands,
  ...deliveryCommands,
  ...eventCommands,
  ...eventTypeCommands,
  ...receiverCommands,
  ...filterCommands,
  stats,
  verify,
  ...keyCommands,
  signIn,
  ...serverCommands,
  ...profileCommands,
  completionOf(() => commands),
];
