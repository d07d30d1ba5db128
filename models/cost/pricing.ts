import { assumed } from './assumptions.ts';
import {
  type Counts,
  type FunctionName,
  functionNames,
  type OperationCount,
  type ScenarioCount,
} from './counts.ts';
import { minus, type Quantities, sumOf, times } from './quantities.ts';

/** From counts and assumptions to the items of a bill. */

export interface Setting {
  readonly apiType: 'http' | 'rest';
  /** Messages that an invocation of the deliver function is given. */
  readonly batch: number;
}

const GB = 2 ** 30;
const WRITE_UNIT_BYTES = 1_024;
const SQS_CHUNK_BYTES = 64 * 1_024;
/** An HTTP API bills a larger request as several. */
const HTTP_API_BYTES = 512 * 1_024;
const HOURS_PER_DAY = 24;

export const daysPerMonth = (): number => assumed('hoursPerMonth') / HOURS_PER_DAY;

/** All that a scenario costs, once. */
export function quantitiesOf({ memoryMb }: Counts, scenario: ScenarioCount, setting: Setting): Quantities {
  return sumOf(
    entrance(scenario, setting),
    computing(scenario, setting, memoryMb),
    queueing(scenario, setting),
    calls(scenario),
    keeping(scenario),
    { logGb: (scenario.attempts * assumed('logBytes')) / GB, egressGb: bytesOut(scenario) / GB },
  );
}

const entrance = ({ events, payloadBytes }: ScenarioCount, { apiType }: Setting): Quantities =>
  apiType === 'rest'
    ? { restApiRequest: events }
    : { httpApiRequest: events * Math.ceil(payloadBytes / HTTP_API_BYTES) };

function computing(scenario: ScenarioCount, { batch }: Setting, memoryMb: Counts['memoryMb']): Quantities {
  const { events, attempts } = scenario;
  const deliverMs = assumed('deliverMs') + slowestOf(batch, assumed('receiverMs'));
  return sumOf(
    invocations(events, assumed('ingestMs'), memoryMb.ingest),
    invocations(attempts / batch, deliverMs, memoryMb.deliver),
    {
      lambdaGbSecond: gbSeconds(
        total(scenario, 'messages', ['release']) * assumed('releasedMs'),
        memoryMb.release,
      ),
    },
  );
}

/** Of so many exponential times with the same mean, the longest one's mean. */
export function slowestOf(count: number, meanMs: number): number {
  let share = 0;
  for (let n = 1; n <= count; n += 1) share += 1 / n;
  return meanMs * share;
}

export const invocations = (count: number, ms: number, memoryMb: number): Quantities => ({
  lambdaRequest: count,
  lambdaGbSecond: gbSeconds(count * ms, memoryMb),
});

const gbSeconds = (ms: number, memoryMb: number): number => (ms / 1_000) * (memoryMb / 1_024);

/** The calls of the functions to SQS were counted; those of the event source, to receive and to delete, are added. */
function queueing(scenario: ScenarioCount, { batch }: Setting): Quantities {
  // The messages that deliver sends are announcements, which no function of ours receives.
  const senders: readonly FunctionName[] = ['ingest', 'release'];
  const messages = total(scenario, 'messages', senders);
  const bytes = total(scenario, 'messageBytes', senders);
  const chunks = messages === 0 ? 0 : Math.ceil((batch * bytes) / messages / SQS_CHUNK_BYTES);
  return {
    sqsRequest: total(scenario, 'sqsRequests') + (scenario.attempts / batch) * chunks + messages / batch,
    sqsFairMessage: total(scenario, 'messages'),
  };
}

function calls(scenario: ScenarioCount): Quantities {
  // A run of release always looks for due deliveries: its reads are part of the idle cost.
  const lookedUp = operation(scenario, 'release', 'DynamoDB.Query')?.readUnits ?? 0;
  return {
    dynamodbWriteUnit: total(scenario, 'writeUnits'),
    dynamodbReadUnit: total(scenario, 'readUnits') - lookedUp,
    s3Put: operation(scenario, 'ingest', 'S3.PUT')?.calls ?? 0,
    s3Get: operation(scenario, 'deliver', 'S3.GET')?.calls ?? 0,
  };
}

function keeping(scenario: ScenarioCount): Quantities {
  const { events, attempts, payloadBytes } = scenario;
  const isApart = operation(scenario, 'ingest', 'S3.PUT') !== undefined;
  const payloadGb = isApart ? (events * payloadBytes) / GB : 0;
  const eventBytes = events * (assumed('eventRecordBytes') + (isApart ? 0 : payloadBytes));
  // Deflated it is less: at most the units of its write.
  const writtenBytes =
    (operation(scenario, 'ingest', 'DynamoDB.PutItem')?.writeUnits ?? 0) * WRITE_UNIT_BYTES;
  const rowGb = (Math.min(eventBytes, writtenBytes) + attempts * assumed('attemptRecordBytes')) / GB;
  const gbMonths = (rowGb * assumed('recordDays')) / daysPerMonth();
  return {
    dynamodbGbMonth: gbMonths,
    dynamodbBackupGbMonth: gbMonths,
    s3GbMonth: (payloadGb * assumed('payloadDays')) / daysPerMonth(),
  };
}

const bytesOut = ({ events, attempts, payloadBytes }: ScenarioCount): number =>
  events * assumed('answerBytes') + attempts * (payloadBytes + assumed('attemptBytes'));

/** The extra cost of a NAT gateway, if attempts pass one. */
export const natQuantities = ({ attempts, payloadBytes }: ScenarioCount): Quantities => ({
  natGb: (attempts * (payloadBytes + assumed('natBytes'))) / GB,
});

export const operation = (
  { functions }: ScenarioCount,
  name: FunctionName,
  called: string,
): OperationCount | undefined => functions[name]?.[called];

/** Of all operations of some functions. */
export const total = (
  { functions }: ScenarioCount,
  what: keyof OperationCount,
  names: readonly FunctionName[] = functionNames,
): number =>
  names
    .flatMap((name) => Object.values(functions[name] ?? {}))
    .reduce((sum, counted) => sum + (counted[what] ?? 0), 0);

export function scenarioIn({ scenarios }: Counts, name: string): ScenarioCount {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`${name} was not counted: npm run count-costs`);
  return scenario;
}

/** How much more than a delivery at the first attempt a scenario costs. */
export function extraOf(counts: Counts, name: string, setting: Setting): Quantities {
  const of = (scenario: string) => quantitiesOf(counts, scenarioIn(counts, `${scenario}.typical`), setting);
  return minus(of(name), of('single'));
}

/** How much more a delivery costs where some fail at first, and are retried until they succeed. */
export const failures = (counts: Counts, setting: Setting): Quantities =>
  times(
    assumed('failingShare'),
    sumOf(
      times(assumed('sleepingRetries'), extraOf(counts, 'retryAfter1s', setting)),
      times(assumed('parkedRetries'), extraOf(counts, 'parked', setting)),
    ),
  );

/** An invocation of the deliver function that waits for a receiver until its timeout. */
export const hangingAttempt = ({ memoryMb }: Counts): Quantities =>
  invocations(1, assumed('deliverMs') + assumed('receiverTimeoutMs'), memoryMb.deliver);
