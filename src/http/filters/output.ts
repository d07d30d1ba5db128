import * as z from 'zod';

const mismatchShape = z
  .object({
    pointer: z.string().meta({
      description:
        'A JSON Pointer (RFC 6901) into the request body: `/event_types`, `/filter`, or a part of the filter such as ' +
        '`/filter/order/total`. Names longer than 128 characters are cut.',
      examples: ['/filter/order/total'],
    }),
    detail: z.string().meta({
      description: 'Why this part does not match, in English, with up to three values of the payload.',
      examples: ['The payload has 49.9 at /order/total, which does not match.'],
    }),
  })
  .meta({ id: 'FilterMismatch', description: 'One part of the settings that the event does not match.' });

export const filterTestShape = z
  .object({
    matches: z
      .boolean()
      .meta({ description: 'Whether a subscription with these settings would get the event.' }),
    mismatches: z
      .array(mismatchShape)
      .meta({ description: 'Each part that does not match; empty when `matches` is true.' }),
  })
  .meta({
    id: 'FilterTestResult',
    description: 'Whether an event matches, and which parts of the settings it does not match.',
  });

interface FilterTest {
  readonly mismatches: readonly z.infer<typeof mismatchShape>[];
}

export const filterTestResult = ({ mismatches }: FilterTest): z.infer<typeof filterTestShape> => ({
  matches: mismatches.length === 0,
  mismatches: mismatches.map(({ pointer, detail }) => ({ pointer, detail })),
});
