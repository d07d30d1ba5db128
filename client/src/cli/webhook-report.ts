import type { Output } from './output.ts';
import type { ReceivedWebhook } from './receiver.ts';
import { duration, oneLine, prettyPayload, utf8 } from './text.ts';

/** How much is printed of each webhook. */
export const printChoices = ['line', 'payload', 'all'] as const;
export type PrintChoice = (typeof printChoices)[number];

/** Prints a received webhook, and the answer to it. */
export function reportWebhook(
  output: Output,
  webhook: ReceivedWebhook,
  { status, note }: { readonly status: number; readonly note?: string | undefined },
  choice: PrintChoice,
): void {
  const { headers, body } = webhook;
  const json = {
    ...fieldsOf(webhook),
    status,
    note: note ?? null,
    ...(choice !== 'line' && bodyFields(body)),
  };
  output.result(choice === 'all' ? { ...json, headers: shown(headers) } : json, () => {
    const lines = [headLine(output, webhook, status, note)];
    if (choice === 'all')
      lines.push(...Object.entries(shown(headers)).map(([name, value]) => `${name}: ${oneLine(value)}`));
    if (choice !== 'line') lines.push(prettyPayload(body), '');
    return lines;
  });
}

function fieldsOf(webhook: ReceivedWebhook) {
  const { headers, verification, receivedAtMs } = webhook;
  return {
    webhook_id: headers['webhook-id'] ?? null,
    event_type: headers['x-posthorn-event-type'] ?? null,
    attempt: numberOf(headers['x-posthorn-attempt']),
    received_at: new Date(receivedAtMs).toISOString(),
    age_seconds: ageSecondsOf(webhook),
    verified: verification.outcome === 'unknown' ? null : verification.outcome === 'verified',
    reason: verification.outcome === 'refused' ? verification.reason : null,
  };
}

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;

/** The time since signing, by the clock of this machine, in whole seconds. */
function ageSecondsOf({ headers, receivedAtMs }: ReceivedWebhook): number | null {
  const signedAt = numberOf(headers['webhook-timestamp']);
  return signedAt === null ? null : Math.floor(receivedAtMs / 1_000) - signedAt;
}

function ageText(seconds: number): string {
  const time = duration(Math.abs(seconds) * 1_000);
  return seconds < 0 ? `signed ${time} ahead of time` : `signed ${time} ago`;
}

/** As text if it is text: programs that parse numbers themselves would change some. */
function bodyFields(body: Uint8Array) {
  const text = utf8(body);
  return text === undefined ? { body_base64: Buffer.from(body).toString('base64') } : { body: text };
}

/** Headers with credentials of the receiver are not printed. */
const shown = (headers: ReceivedWebhook['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, name === 'authorization' ? '[redacted]' : value]),
  );

function headLine(
  output: Output,
  webhook: ReceivedWebhook,
  status: number,
  note: string | undefined,
): string {
  const { webhook_id, event_type, attempt, received_at, age_seconds } = fieldsOf(webhook);
  return [
    output.paint('dim', received_at),
    oneLine(webhook_id ?? '(no webhook-id)'),
    oneLine(event_type ?? '(no type)'),
    ...(attempt === null ? [] : [`attempt ${attempt}`]),
    ...(age_seconds === null ? [] : [ageText(age_seconds)]),
    verificationText(output, webhook),
    output.paint(
      status < 300 ? 'green' : 'red',
      `answered ${status}${note === undefined ? '' : ` (${note})`}`,
    ),
  ].join('  ');
}

function verificationText(output: Output, { verification }: ReceivedWebhook): string {
  if (verification.outcome === 'verified') return output.paint('green', 'verified');
  if (verification.outcome === 'unknown') return output.paint('yellow', 'not verified: no key');
  return output.paint('red', `NOT VERIFIED: ${verification.reason}`);
}
