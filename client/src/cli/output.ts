import { oneLine } from './text.ts';

const colours = { red: 31, green: 32, yellow: 33, dim: 2 } as const;
export type Colour = keyof typeof colours;

/** A sink for texts; the process has one for each of its outputs. */
export type Write = (text: string) => void;

interface OutputOptions {
  readonly isJson: boolean;
  readonly hasColours: boolean;
}

/** Results go to the standard output; messages and errors go to the other one. */
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

  /** Lines that programs do not need, such as the head of a table. */
  forPeople(lines: string | readonly string[]): void {
    if (!this.isJson) this.#lines(lines);
  }

  /** A text for programs and files: unchanged in both modes. */
  raw(text: string): void {
    this.#out(text);
  }

  #lines(lines: string | readonly string[]): void {
    for (const line of typeof lines === 'string' ? [lines] : lines) this.#out(`${line}\n`);
  }

  /** A message beside the results, in both modes. */
  note(text: string): void {
    this.#err(`${text}\n`);
  }

  error(message: string): void {
    this.#err(`posthorn: ${message}\n`);
  }

  /** A text on one line, with any line breaks replaced, in a color if colors are on. */
  paint(colour: Colour, text: string): string {
    const clean = oneLine(text);
    return this.#hasColours ? `\u001b[${colours[colour]}m${clean}\u001b[0m` : clean;
  }
}

/** https://no-color.org: set and not empty, with any value. */
export const wantsColours = (
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
  isRefused: boolean,
): boolean => isTerminal && !isRefused && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
