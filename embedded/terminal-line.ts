/** A line of the log, as pino writes it. */
type Line = Readonly<Record<string, unknown>>;

/** Fields of every line; pino-pretty prints the time and the level itself. */
const STANDARD = new Set(['time', 'level', 'occurrence']);

const phrases: Readonly<Record<string, (line: Line) => string>> = {
  'request.answered': ({ method, path, status, duration_ms: ms }) =>
    `${method} ${path} ${status ?? 'was not answered'} (${ms} ms)`,
  'subscription.created': ({ subscription_id: id, target, event_types: types }) =>
    `new subscription ${id} to ${target} for ${(types as readonly string[]).join(', ') || 'every event type'}`,
  'delivery.attempted': ({
    delivery_id: id,
    attempt,
    status,
    status_code: code,
    failure_kind: kind,
    ...rest
  }) =>
    `attempt ${attempt} of ${id}: ${code ?? kind} (${rest['duration_ms']} ms), ${status}` +
    (rest['next_attempt_at'] ? `, next attempt at ${rest['next_attempt_at']}` : ''),
};

/** A line of the log for a person at a terminal: one line, with the stack of an error below it. */
export function terminalLine(line: Line): string {
  const { occurrence, err, ...fields } = line;
  const phrase = phrases[String(occurrence)];
  const text = phrase?.(line) ?? [occurrence, ...pairsOf(fields)].join(' ');
  const { stack } = (err ?? {}) as { readonly stack?: string };
  return stack === undefined ? text : `${text}\n${stack}`;
}

const pairsOf = (fields: Line): readonly string[] =>
  Object.entries(fields)
    .filter(([name]) => !STANDARD.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
