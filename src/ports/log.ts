/** One wide line an occurrence. Never payloads, secrets, keys, or the query string of a target. */
export interface Log {
  debug(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  info(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  error(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
}
