/** Values for fields, and where the fault of each is. */

export interface BadValue {
  readonly value: unknown;
  /** Where the fault is, if not at the field itself. */
  readonly at?: string;
}

export type BadValues = Readonly<Record<string, readonly BadValue[]>>;

export const bad = (...values: readonly unknown[]): readonly BadValue[] => values.map((value) => ({ value }));
export const badAt = (at: string, ...values: readonly unknown[]): readonly BadValue[] =>
  values.map((value) => ({ value, at }));

export const noText = [5, true, [], {}] as const;
export const halfACharacter = '\ud800';
export const badReceivers = bad('', 'x'.repeat(129));
export const badTimes = bad(
  '',
  'yesterday',
  '2026-01-31',
  '2026-13-01T00:00:00Z',
  '2026-01-31T09:30:00',
  '1769851800',
);

/** Times that an event cannot wait for. */
export const farAway = '2999-01-01T00:00:00Z';
