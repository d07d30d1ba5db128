import type { Condition } from './condition.ts';
import type { FieldRequirement, Requirement } from './requirements.ts';

/** The size of the result of `alternativesOf`, computed without it: the result can be too large to make. */
interface Size extends Pick<Condition, 'comparisons' | 'wildcards'> {
  readonly alternatives: number;
}

export function sizeOf(requirement: Requirement): Size {
  if (requirement.kind === 'field') return { ...requirement.condition, alternatives: 1 };
  const sizes = requirement.parts.map(sizeOf);
  return requirement.kind === 'any' ? sizes.reduce(sum) : sizes.reduce(product);
}

const sum = (a: Size, b: Size): Size => ({
  alternatives: a.alternatives + b.alternatives,
  comparisons: a.comparisons + b.comparisons,
  wildcards: a.wildcards + b.wildcards,
});

const product = (a: Size, b: Size): Size => ({
  alternatives: a.alternatives * b.alternatives,
  comparisons: a.comparisons * b.alternatives + b.comparisons * a.alternatives,
  wildcards: a.wildcards * b.alternatives + b.wildcards * a.alternatives,
});

/**
 * The ways to meet a requirement. Each way is a list of fields that must all match. As in Ruler, the fields of
 * different `$or` are combined, because those of one array must match within the same element.
 */
export function alternativesOf(requirement: Requirement): readonly (readonly FieldRequirement[])[] {
  if (requirement.kind === 'field') return [[requirement]];
  const ways = requirement.parts.map(alternativesOf);
  if (requirement.kind === 'any') return ways.flat();
  return ways.reduce((some, others) => some.flatMap((one) => others.map((other) => [...one, ...other])));
}
