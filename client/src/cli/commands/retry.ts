import type { Command } from '../command.ts';
import { forEachId } from './for-each-id.ts';

export const retry: Command = {
  name: 'retry',
  operands: '<delivery id…>',
  operandCount: [1, Number.POSITIVE_INFINITY],
  summary: 'Make the next attempt of open deliveries now',
  notes: ['Afterwards the retry policy continues. For ended deliveries use posthorn replay.'],
  flags: {},
  examples: ['posthorn retry dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN'],
  run: (context) =>
    forEachId(context, async (id, { api }) => {
      const delivery = await api.deliveries.retry(id, { signal: context.signal });
      context.output.result(delivery, () => `${id} is due now`);
    }),
};
