import { oneLine } from './text.ts';

const colours = { red: 31, green: 32, yellow: 33, dim: 2 } as const;
export type Colour = keyof typeof colours;

/** Where texts go; the process has one for each of its outputs. */
export type Write = (text: string) => void;

interface OutputOptions {
  readonly isJson: boolean;
  readonly hasColours: boolean;
}

/** What is asked for goes to the standard output; what is said about it, and whatever went wrong, to the other one. */
export class Output {
  readonly isJson: boolean;
  readonly #hasColours: boolean;
  readonly #out: Write;
  readonly #err: Write;

  constructor(out: Write, err: Write, { isJson, hasColours }: OutputOptions) {
    this.#out = out;
    this.#err = err;
    this.isJson = isJson;
    this.#hasColours = hasColours;
  }

  /** A result: an object for programs, or lines for people. */
  result(object: object, lines: () => string | readonly string[]): void {
    if (this.isJson) this.#out(`${JSON.stringify(object)}\n`);
    else this.#lines(lines());
  }

  /** Lines that programs have no use for, such as the head of a table. */
  forPeople(lines: string | readonly string[]): void {
    if (!this.isJson) this.#lines(lines);
  }

  /** A text for programs and files: as it is, with nothing added, in both modes. */
  raw(text: string): void {
    this.#out(text);
  }

  #lines(lines: string | readonly string[]): void {
    for (const line of typeof lines === 'string' ? [lines] : lines) this.#out(`${line}\n`);
  }

  /** Said in both modes, beside the results. */
  note(text: string): void {
    this.#err(`${text}\n`);
  }

  error(message: string): void {
    this.#err(`posthorn: ${message}\n`);
  }

  /** A text on one line, whatever it had in it, in a colour where colours are wanted. */
  paint(colour: Colour, text: string): string {
    const clean = oneLine(text);
    return this.#hasColours ? `\u001b[${colours[colour]}m${clean}\u001b[0m` : clean;
  }
}

/** https://no-color.org: set and not empty, whatever its value. */
export const wantsColours = (
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
  isRefused: boolean,
): boolean => isTerminal && !isRefused && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
