import { alternativesOf, sizeOf } from './payload-filter/alternatives.ts';
import { type FilterFault, FilterPlace } from './payload-filter/filter-place.ts';
import { isObject } from './payload-filter/json-values.ts';
import { filterLimits } from './payload-filter/limits.ts';
import { matcherOf } from './payload-filter/matching.ts';
import { type FilterMismatch, mismatchesOf } from './payload-filter/mismatches.ts';
import { reportOverlaps } from './payload-filter/overlaps.ts';
import { type Requirement, readRequirement } from './payload-filter/requirements.ts';

/**
 * The payloads that a subscription wants, in the event pattern language of Amazon EventBridge with the payload as the
 * root. Every accepted filter is an event pattern with the same meaning, except for the differences in docs/filters.md.
 * For example `{"order": {"country": ["DE"]}}` matches `{"order": {"country": "DE", "total": 3}}`. Tests compare it
 * with Ruler, the engine of AWS. https://github.com/aws/event-ruler
 */
export type PayloadFilter = Readonly<Record<string, unknown>>;

/**
 * `payload` is the result of `JSON.parse`. Undefined, for a payload that is not JSON, matches no filter. Never throws.
 */
export type PayloadMatcher = (payload: unknown) => boolean;

/** All faults of a filter, up to `filterLimits.faults`. Checks the limits last. */
export function filterFaults(value: unknown): readonly FilterFault[] {
  const reading = readFilter(value);
  return 'faults' in reading ? reading.faults : [];
}

/** Call it once per filter, not once per payload. Throws an error if the filter has faults. */
export function compileFilter(filter: PayloadFilter): PayloadMatcher {
  const alternatives = alternativesOf(requirementOf(filter)).map(matcherOf);
  return (payload) => isObject(payload) && alternatives.some((matches) => matches(payload));
}

/**
 * The parts of a filter that a payload does not match; empty exactly if the payload matches the filter. Costs up to
 * five times as much as a matcher. Throws an error if the filter has faults.
 */
export const filterMismatches = (filter: PayloadFilter, payload: unknown): readonly FilterMismatch[] =>
  mismatchesOf(requirementOf(filter), payload);

function requirementOf(filter: PayloadFilter): Requirement {
  const reading = readFilter(filter);
  if (!('faults' in reading)) return reading.requirement;
  const faults = reading.faults.map(({ pointer, detail }) => `${pointer} ${detail}`);
  throw new Error(`the filter is not valid: ${faults.join('; ')}`);
}

type Reading = { readonly requirement: Requirement } | { readonly faults: readonly FilterFault[] };

function readFilter(value: unknown): Reading {
  const faults: FilterFault[] = [];
  const root = new FilterPlace(faults);
  const requirement = readRequirement(value, root);
  if (requirement === undefined || faults.length > 0) return { faults };
  reportSize(value, root);
  if (faults.length === 0) reportCosts(requirement, root);
  if (faults.length === 0) reportOverlaps(requirement);
  return faults.length > 0 ? { faults } : { requirement };
}

function reportSize(filter: unknown, root: FilterPlace): void {
  const { characters } = filterLimits;
  const json = JSON.stringify(filter);
  if (json.length > characters && [...json].length > characters) {
    root.fault(`is longer than ${characters} characters of JSON`);
  }
}

function reportCosts(requirement: Requirement, root: FilterPlace): void {
  const most = filterLimits;
  const { comparisons, wildcards } = sizeOf(requirement);
  if (comparisons > most.comparisons) {
    root.fault(`needs more than ${most.comparisons} comparisons, counted for each combination of $or`);
  }
  if (wildcards > most.wildcards) {
    root.fault(`has more than ${most.wildcards} wildcards, counted for each combination of $or`);
  }
}
