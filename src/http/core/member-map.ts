import * as z from 'zod';

/** Objects whose member names are chosen by the caller, such as metadata. */

/**
 * Checks that must come before zod: the number of members, since zod would check each of millions; and the name
 * `__proto__`, since zod drops it silently.
 */
const lookedOver = (maxProperties: number) => (value: unknown, context: z.RefinementCtx) => {
  if (typeof value !== 'object' || value === null) return value;
  if (Object.keys(value).length > maxProperties) {
    context.addIssue(`has more than ${maxProperties} members`);
    return z.NEVER;
  }
  if (Object.hasOwn(value, '__proto__')) {
    context.addIssue({
      code: 'custom',
      path: ['__proto__'],
      message: 'is a reserved name. Use another name',
    });
  }
  return value;
};

export const memberMap = <Value extends z.ZodType>(
  name: z.ZodType<string, string>,
  value: Value,
  maxProperties: number,
) => z.preprocess(lookedOver(maxProperties), z.record(name, value).meta({ maxProperties }));
