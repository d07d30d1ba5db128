import type { Command } from '../command.ts';
import { exitCodes } from '../failures.ts';

export const signIn: Command = {
  name: 'sign-in',
  operandCount: [0, 0],
  summary: 'Print a link that opens the dashboard of an embedded service, signed in',
  notes: ['The link works once, for 10 minutes. Open it on the machine on which the service runs.'],
  flags: {},
  examples: ['posthorn sign-in', 'open "$(posthorn sign-in)"'],
  async run({ output, service, signal }) {
    const { url, api } = service();
    const { code, expires_at } = await api.signIns.createCode({ signal });
    const link = `${url}/dashboard/#code=${code}`;
    output.note(`This link works once, until ${expires_at}:`);
    output.result({ link, expires_at }, () => link);
    return exitCodes.done;
  },
};
