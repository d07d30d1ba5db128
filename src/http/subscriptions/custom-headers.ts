import * as z from 'zod';
import { headerNameFault, headerValueFault } from '../../domain/custom-headers.ts';
import { subscriptionLimits } from '../../domain/limits.ts';
import { NOTHING_STORED, REDACTED, refusedBy } from '../core/fields.ts';
import { memberMap } from '../core/member-map.ts';

/** The headers that a subscription adds to its attempts. Values may be credentials: answers never show them. */

type Headers = Readonly<Record<string, string>>;

const name = z.string().superRefine(refusedBy(headerNameFault)).meta({
  minLength: 1,
  maxLength: subscriptionLimits.headerNameCharacters,
  pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
});

const value = z
  .string()
  .superRefine(refusedBy(headerValueFault))
  .meta({ maxLength: subscriptionLimits.headerValueCharacters, pattern: '^[!-~]([ -~]*[!-~])?$' });

function refuseSameName(headers: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const header of Object.keys(headers)) {
    const lower = header.toLowerCase();
    if (seen.has(lower)) {
      context.addIssue({
        code: 'custom',
        path: [header],
        message: 'is given twice: header names that differ only in case are the same header',
      });
    }
    seen.add(lower);
  }
}

function refuseMarks(headers: Headers, context: z.RefinementCtx): void {
  for (const header of withStoredValues(headers, {}).unknown) {
    context.addIssue({ code: 'custom', path: [header], message: NOTHING_STORED });
  }
}

/** Headers that may have marks in place of stored values. */
export const headersWithMarks = memberMap(name, value, subscriptionLimits.headers).superRefine(
  refuseSameName,
);
/** The headers of a new subscription: no value is stored yet that a mark could stand for. */
export const newHeaders = headersWithMarks.superRefine(refuseMarks);
/** Changes of headers: `null` removes one. */
export const headersPatch = memberMap(name, value.nullable(), subscriptionLimits.headers).superRefine(
  refuseSameName,
);

export const redacted = (headers: Headers): Record<string, string> =>
  Object.fromEntries(Object.keys(headers).map((header) => [header, REDACTED]));

/** The headers with stored values in place of marks, and the names of marks without a stored value. */
export function withStoredValues(
  given: Headers,
  stored: Headers,
): { readonly headers: Headers; readonly unknown: readonly string[] } {
  const storedValues = new Map(Object.entries(stored).map(([header, text]) => [header.toLowerCase(), text]));
  const unknown: string[] = [];
  const headers = Object.entries(given).map(([header, text]) => {
    const known = text === REDACTED ? storedValues.get(header.toLowerCase()) : text;
    if (known === undefined) unknown.push(header);
    return [header, known ?? text];
  });
  return { headers: Object.fromEntries(headers), unknown };
}

/** Marks for the stored headers that a change does not name, then the change's own headers. */
export function mergedHeaders(
  stored: Headers,
  patch: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  const named = new Set(Object.keys(patch).map((header) => header.toLowerCase()));
  const untouched = Object.entries(redacted(stored)).filter(([header]) => !named.has(header.toLowerCase()));
  return { ...Object.fromEntries(untouched), ...patch };
}
