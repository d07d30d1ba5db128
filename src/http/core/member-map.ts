import * as z from 'zod';

/** Objects whose member names are the caller's, such as metadata. */

/**
 * What must be known before zod looks at the members: how many they are, since it would judge every one of millions;
 * and whether one is named `__proto__`, since it drops that without a word.
 */
const lookedOver = (maxProperties: number) => (value: unknown, context: z.RefinementCtx) => {
  if (typeof value !== 'object' || value === null) return value;
  if (Object.keys(value).length > maxProperties) {
    context.addIssue(`has more than ${maxProperties} members`);
    return z.NEVER;
  }
  if (Object.hasOwn(value, '__proto__')) {
    context.addIssue({ code: 'custom', path: ['__proto__'], message: 'is not a name that can be used' });
  }
  return value;
};

export const memberMap = <Value extends z.ZodType>(
  name: z.ZodType<string, string>,
  value: Value,
  maxProperties: number,
) => z.preprocess(lookedOver(maxProperties), z.record(name, value).meta({ maxProperties }));
