import type * as z from 'zod';

/**
 * The wording of a zod issue, as a phrase about the field: "must be a string". It never repeats a value that was sent.
 */

type Issue = z.core.$ZodRawIssue;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };

export function wordingOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWording(issue.input, issue.expected);
    case 'invalid_value':
      return Array.isArray(issue.input)
        ? 'must be a single value'
        : `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `must be at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    case 'invalid_format':
      return 'has the wrong format';
    default:
      return 'is not valid';
  }
}

function typeWording(input: unknown, expected: string): string {
  if (input === undefined) return 'is required';
  // A query parameter that is given twice arrives as a list.
  if (Array.isArray(input) && expected === 'string') return 'must be a single value';
  return `must be ${TYPE_WORDS[expected] ?? expected}`;
}
