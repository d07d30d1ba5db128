import { assumed } from './assumptions.ts';
import type { Counts } from './counts.ts';
import {
  daysPerMonth,
  invocations,
  natQuantities,
  operation,
  quantitiesOf,
  type Setting,
  scenarioIn,
} from './pricing.ts';
import { type Quantities, sumOf, times } from './quantities.ts';

/** The cost of a month: the fixed part, and the part of a little traffic. */

const MINUTES_PER_HOUR = 60;

/** The event sources of deliver and dead-letters. */
const POLLED_QUEUES = 2;

/** An idle month, the same in every profile: the schedule of release, and the event sources' polls. */
export function idleMonth(counts: Counts): Quantities {
  const minutes = assumed('hoursPerMonth') * MINUTES_PER_HOUR;
  const reads = operation(scenarioIn(counts, 'idleRelease.typical'), 'release', 'DynamoDB.Query');
  return sumOf(invocations(minutes, assumed('releaseMs'), counts.memoryMb.release), {
    dynamodbReadUnit: minutes * (reads?.readUnits ?? 0),
    sqsRequest: minutes * POLLED_QUEUES * assumed('pollsPerMinute'),
  });
}

export const profiles = ['lean', 'standard', 'static-egress'] as const;
export type Profile = (typeof profiles)[number];

/** Endpoints of SQS and KMS, in two zones. */
const ENDPOINT_ZONES = 4;
const NAT_GATEWAYS = 2;

/** The resources of a profile that run for a month, whether they are used or not. */
export function fixedMonth(profile: Profile): Quantities {
  const hours = assumed('hoursPerMonth');
  const key = { kmsKeyMonth: 1 };
  if (profile === 'lean') return key;
  const cached = sumOf(key, { valkeyMonth: 1, endpointHour: ENDPOINT_ZONES * hours });
  if (profile === 'standard') return cached;
  return sumOf(cached, { natHour: NAT_GATEWAYS * hours, addressHour: NAT_GATEWAYS * hours });
}

/** Alarms and dashboard of a stage, if the free ones of its account are used up. */
export const watchingMonth: Quantities = { alarmMonth: 10, dashboardMonth: 1 };

/** A month with so many events a day, each alone: nothing is cached, and no batch has more than one message. */
export function quietMonth(
  counts: Counts,
  profile: Profile,
  apiType: Setting['apiType'],
  eventsADay: number,
): Quantities {
  const scenario = scenarioIn(counts, 'quiet.typical');
  const events = eventsADay * daysPerMonth();
  return sumOf(
    fixedMonth(profile),
    idleMonth(counts),
    times(events, quantitiesOf(counts, scenario, { apiType, batch: 1 })),
    profile === 'static-egress' ? times(events, natQuantities(scenario)) : {},
  );
}
