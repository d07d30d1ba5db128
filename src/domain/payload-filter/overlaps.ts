import type { FieldRequirement, Requirement } from './requirements.ts';

/**
 * Reports fields inside of `$or` that are named beside it too. Ruler lets the one that is written last win, which cannot
 * be meant; and where one is within the other, no object of a payload can have both.
 */
export function reportOverlaps(requirement: Requirement): void {
  if (requirement.kind === 'field') return;
  for (const part of requirement.parts) reportOverlaps(part);
  if (requirement.kind === 'any') return;
  for (const part of requirement.parts.filter(({ kind }) => kind === 'any')) {
    const beside = requirement.parts.filter((other) => other !== part).flatMap(fieldsOf);
    for (const field of fieldsOf(part)) {
      if (beside.some(({ path }) => overlap(path, field.path))) {
        field.place.fault('is also beside $or. Use it in only one of the two places');
      }
    }
  }
}

const fieldsOf = (requirement: Requirement): readonly FieldRequirement[] =>
  requirement.kind === 'field' ? [requirement] : requirement.parts.flatMap(fieldsOf);

const overlap = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((name, index) => index >= b.length || name === b[index]);
