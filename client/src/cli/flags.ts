/** A flag of a command. */
interface Flag {
  /** The placeholder of its value in the help, such as `url`; a flag without one is a switch. */
  readonly value?: string;
  /** The flag may be repeated. */
  readonly isMany?: true;
  /** All allowed values, for the completion of shells. */
  readonly choices?: readonly string[];
  /** The help text, one line. */
  readonly help: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** The usage of a command. */
export interface CallForm {
  /** `keys create` */
  readonly name: string;
  /** The operands: `<delivery id…>`. */
  readonly operands?: string;
  /** The allowed number of operands. */
  readonly operandCount: readonly [least: number, most: number];
  /** All allowed values of the operand, for the completion of shells. */
  readonly operandChoices?: readonly string[];
  readonly flags: Flags;
}
