import type { SubscriptionPatch } from '../../generated/openapi.ts';
import type { Command, CommandContext } from '../command.ts';
import { exitCodes } from '../failures.ts';
import { recordLines } from '../records.ts';
import { forEachId } from './for-each-id.ts';
import { changesFrom, updateFlags } from './subscription-settings.ts';

/** Commands that read or change existing subscriptions. */

const ID = 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN';

export const get: Command = {
  name: 'subscriptions get',
  operands: '<id>',
  operandCount: [1, 1],
  summary: 'Print a subscription, without its secrets',
  flags: {},
  examples: [`posthorn subscriptions get ${ID}`, `posthorn subscriptions get ${ID} --json | jq .filter`],
  async run({ args, output, service, signal }) {
    const [id = ''] = args.operands;
    const subscription = await service().api.subscriptions.get(id, { signal });
    output.result(subscription, () => recordLines(subscription));
    return exitCodes.done;
  },
};

export const update: Command = {
  name: 'subscriptions update',
  operands: '<id>',
  operandCount: [1, 1],
  summary: 'Change settings of a subscription',
  notes: [
    'Omitted settings stay. --data is a JSON merge patch (RFC 7396), in which null resets a field; flags take\nprecedence.',
  ],
  flags: updateFlags,
  examples: [
    `posthorn subscriptions update ${ID} --target-url https://shop.example/hooks/2`,
    `posthorn subscriptions update ${ID} --event-type 'order.*,invoice.paid' --clear filter`,
    `posthorn subscriptions update ${ID} --data '{"rate_limit": {"per_second": 5}}'`,
  ],
  async run(context) {
    const { args, output, service, signal } = context;
    const [id = ''] = args.operands;
    const changes = (await changesFrom(context)) as SubscriptionPatch;
    const subscription = await service().api.subscriptions.update(id, changes, { signal });
    output.result(subscription, () => `${id} is updated`);
    return exitCodes.done;
  },
};

export const enable: Command = {
  name: 'subscriptions enable',
  operands: '<id…>',
  operandCount: [1, Number.POSITIVE_INFINITY],
  summary: 'Enable subscriptions; held deliveries are attempted',
  flags: {},
  examples: [`posthorn subscriptions enable ${ID}`],
  run: (context) =>
    forEachId(context, (id, { api }) =>
      report(context, api.subscriptions.enable(id, { signal: context.signal })),
    ),
};

export const disable: Command = {
  name: 'subscriptions disable',
  operands: '<id…>',
  operandCount: [1, Number.POSITIVE_INFINITY],
  summary: 'Disable subscriptions; their open deliveries are held',
  flags: {},
  examples: [`posthorn subscriptions disable ${ID}`],
  run: (context) =>
    forEachId(context, (id, { api }) =>
      report(context, api.subscriptions.disable(id, { signal: context.signal })),
    ),
};

async function report(
  { output }: CommandContext,
  change: Promise<{ readonly id: string; readonly status: string }>,
): Promise<void> {
  const subscription = await change;
  output.result(subscription, () => `${subscription.id} is ${subscription.status}`);
}

export const secret: Command = {
  name: 'subscriptions secret',
  operands: '<id>',
  operandCount: [1, 1],
  summary: 'Print the signing secret of a subscription',
  notes: [
    'Only the secret goes to the standard output: SECRET=$(posthorn subscriptions secret …) keeps it off the screen. The\naudit log records the call.',
  ],
  flags: {},
  examples: [`SECRET=$(posthorn subscriptions secret ${ID})`],
  async run({ args, output, service, signal }) {
    const [id = ''] = args.operands;
    const answer = await service().api.subscriptions.secret(id, { signal });
    const count = answer.previous.length;
    if (count > 0)
      output.note(
        `${count} previous secret${count === 1 ? '' : 's'} still sign${count === 1 ? 's' : ''}: see --json`,
      );
    output.result(answer, () => answer.signing_secret);
    return exitCodes.done;
  },
};
