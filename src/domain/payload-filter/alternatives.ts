import type { Condition } from './condition.ts';
import type { FieldRequirement, Requirement } from './requirements.ts';

/** The size of what `alternativesOf` makes, without making it: that can be beyond all bounds. */
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
 * The ways to meet a requirement, each a list of fields all of which are needed. Fields of different `$or` have to be
 * seen together like this, as in Ruler, because those of one array have to lie in the same of its elements.
 */
export function alternativesOf(requirement: Requirement): readonly (readonly FieldRequirement[])[] {
  if (requirement.kind === 'field') return [[requirement]];
  const ways = requirement.parts.map(alternativesOf);
  if (requirement.kind === 'any') return ways.flat();
  return ways.reduce((some, others) => some.flatMap((one) => others.map((other) => [...one, ...other])));
}
