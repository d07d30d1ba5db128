import type { FieldRequirement, Requirement } from './requirements.ts';

/**
 * Reports fields that are both inside `$or` and beside it. In Ruler the last one silently wins, which cannot be
 * intended; and if one is inside the other, no object of a payload can have both.
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
