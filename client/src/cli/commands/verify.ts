import type { Command, CommandContext } from '../command.ts';
import { exitCodes, UsageError } from '../failures.ts';
import type { Output } from '../output.ts';
import { headersFrom, type RecordedHeaders, type RecordedRequest, requestFrom } from '../recorded-request.ts';
import { fileOf } from '../setting-flags.ts';
import { duration, oneLine } from '../text.ts';
import { checkWebhook, type HeadersReport } from '../webhook-check.ts';
import { givenKeys, keyFlags, type WebhookKey } from '../webhook-keys.ts';

const TOLERANCE_SECONDS_USUAL = 300;
const TOLERANCE_SECONDS_MOST = 31_536_000;

export const verify: Command = {
  name: 'verify',
  operandCount: [0, 0],
  summary: 'Check the signatures of a recorded webhook, and explain each mismatch',
  notes: [
    'The request is a file of HTTP (request line, headers, empty line, body), or JSON with headers and body such as a\nline of “posthorn listen --json --print all”; or give its headers and its body separately. The body must be the bytes\nas received.',
    'POSTHORN_WEBHOOK_KEY may hold further keys, separated by commas. The age of the request is reported; it is a fault\nonly with --tolerance.',
    'Exit code 0: verified. Exit code 1: not verified.',
  ],
  flags: {
    ...keyFlags,
    subscription: { value: 'id', help: 'read the keys of this subscription from Posthorn' },
    request: { value: 'file|-', help: 'the whole request' },
    headers: { value: 'file', help: 'the headers: lines of “name: value”, or a JSON object' },
    header: { value: 'name: value', isMany: true, help: 'one header' },
    body: { value: 'file|-', help: 'the body; default: the standard input' },
    tolerance: {
      value: 'seconds',
      help: `the largest allowed age of the request; receivers usually allow ${TOLERANCE_SECONDS_USUAL}`,
    },
  },
  examples: [
    'posthorn verify --secret whsec_… --request request.http',
    'posthorn verify --subscription sub_01KERMBK0RT6ZC9RPW8D5QJ3HN --headers headers.txt --body body.json',
    "posthorn verify --secret whsec_… --header 'webhook-id: evt_…' --header 'webhook-timestamp: …' --header 'webhook-signature: v1,…' < body.json",
  ],
  run: runVerify,
};

async function runVerify(context: CommandContext): Promise<number> {
  const { args, output, surroundings } = context;
  const toleranceSeconds = args.wholeNumber('tolerance', 0, TOLERANCE_SECONDS_MOST);
  const request = await recordedRequest(context);
  const keys = [...(await givenKeys(context)), ...(await keysOfSubscription(context))];
  if (keys.length === 0) {
    throw new UsageError(
      'No key. Give --secret, --public-key or --subscription, or set POSTHORN_WEBHOOK_KEY.',
    );
  }
  const reports = await checkWebhook(request, keys, { nowMs: surroundings.nowMs(), toleranceSeconds });
  const verified = reports.every((report) => report.verified);
  output.result({ verified, checked: reports }, () => [
    ...reports.flatMap((report) => reportLines(output, report)),
    verified ? output.paint('green', 'verified') : output.paint('red', 'NOT VERIFIED'),
  ]);
  return verified ? exitCodes.done : exitCodes.failed;
}

/** The secret, the public key, and old ones that still sign. */
async function keysOfSubscription({ args, service, signal }: CommandContext): Promise<readonly WebhookKey[]> {
  const id = args.text('subscription');
  if (id === undefined) return [];
  const { previous, ...current } = await service().api.subscriptions.secret(id, { signal });
  return [current, ...previous].flatMap(({ signing_secret, public_key }, index) =>
    [signing_secret, public_key]
      .filter((key) => key !== null)
      .map((key) => ({ key, from: `the ${index === 0 ? 'current' : 'previous'} key of ${id}` })),
  );
}

async function recordedRequest(context: CommandContext): Promise<RecordedRequest> {
  const { args } = context;
  if (args.has('request')) {
    const other = ['headers', 'header', 'body'].find((name) => args.has(name));
    if (other !== undefined) throw new UsageError(`--${other} cannot be combined with --request`);
    const file = await bytesOf(context, 'request');
    return reading('request', () => requestFrom(file));
  }
  if (!args.has('headers') && !args.has('header')) {
    throw new UsageError('No request. Give --request, or --headers (or --header) and --body.');
  }
  return { headers: headersOf(context), body: await bytesOf(context, 'body') };
}

function headersOf({ args, surroundings }: CommandContext): RecordedHeaders {
  const path = args.text('headers');
  const ofFile =
    path === undefined
      ? {}
      : reading('headers', () => headersFrom(fileOf('headers', path, surroundings.readFile)));
  const lines = args.texts('header');
  const wrong = lines.find((line) => !/^[\w-]+:/.test(line));
  if (wrong !== undefined) throw new UsageError(`--header must be “name: value”, not “${oneLine(wrong)}”`);
  return { ...ofFile, ...headersFrom(Uint8Array.from(Buffer.from(lines.join('\n')))) };
}

function reading<Result>(flag: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--${flag} cannot be read: ${(error as Error).message}`);
  }
}

async function bytesOf(
  { args, surroundings }: CommandContext,
  flag: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const path = args.text(flag) ?? '-';
  if (path !== '-') return fileOf(flag, path, surroundings.readFile);
  const input = await surroundings.readInput();
  if (input === undefined) throw new UsageError(`No ${flag}. Give --${flag} <file>, or pipe it in.`);
  return input;
}

function reportLines(output: Output, report: HeadersReport): string[] {
  const { headers, id, timestamp, age_seconds: age, signatures, faults } = report;
  return [
    `${headers}-id         ${oneLine(id ?? '-')}`,
    `${headers}-timestamp  ${oneLine(timestamp ?? '-')}${age === null ? '' : ` (${ageText(age)})`}`,
    ...signatures.map(({ version, matches, fault }, index) => {
      const result =
        matches === null ? output.paint('red', fault ?? '') : output.paint('green', `matches ${matches}`);
      return `${headers}-signature  ${index + 1}: ${oneLine(version)} ${result}`;
    }),
    ...faults.map((fault) => output.paint('red', fault)),
  ];
}

function ageText(seconds: number): string {
  const time = duration(Math.abs(seconds) * 1_000);
  if (seconds < 0) return `signed ${time} in the future`;
  const tooOld =
    seconds > TOLERANCE_SECONDS_USUAL
      ? `: receivers reject it after ${duration(TOLERANCE_SECONDS_USUAL * 1_000)}`
      : '';
  return `signed ${time} ago${tooOld}`;
}
