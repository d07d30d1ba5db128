/** A flag of a command. */
interface Flag {
  /** What its value is called in the help, such as `url`; without one it is a switch. */
  readonly value?: string;
  /** It may be given more than once. */
  readonly isMany?: true;
  /** All values that it can have: shells complete these. */
  readonly choices?: readonly string[];
  /** What it does, in a line. */
  readonly help: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** How a command may be called. */
export interface CallForm {
  /** `keys create` */
  readonly name: string;
  /** What it takes besides flags: `<delivery id…>`. */
  readonly operands?: string;
  /** How many of them there may be. */
  readonly operandCount: readonly [least: number, most: number];
  /** All values that the operand can have: shells complete these. */
  readonly operandChoices?: readonly string[];
  readonly flags: Flags;
}
