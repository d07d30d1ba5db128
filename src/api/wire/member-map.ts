import * as z from 'zod';

/** Objects whose member names are the caller's, such as metadata. */

/** zod drops a member named `__proto__` without a word, so it is looked for before. */
function refuseProto(value: unknown, context: z.RefinementCtx): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    context.addIssue({ code: 'custom', path: ['__proto__'], message: 'is not a name that can be used' });
  }
  return value;
}

export const memberMap = <Value extends z.ZodType>(
  name: z.ZodType<string, string>,
  value: Value,
  maxProperties: number,
) =>
  z.preprocess(
    refuseProto,
    z
      .record(name, value)
      .superRefine((members, context) => {
        if (Object.keys(members).length > maxProperties)
          context.addIssue(`has more than ${maxProperties} members`);
      })
      .meta({ maxProperties }),
  );
