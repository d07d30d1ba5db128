import type { Posthorn } from '../posthorn.ts';
import type { Transport } from '../transport.ts';
import type { Arguments } from './arguments.ts';
import type { CallForm } from './flags.ts';
import type { Output } from './output.ts';

/** What a command is given to work with. */
export interface CommandContext {
  readonly args: Arguments;
  readonly output: Output;
  /** The service, as the flags and the environment say. @throws UsageError when they do not say enough */
  service(): Service;
  readonly surroundings: Surroundings;
  /** Aborted when the command has to end. */
  readonly signal: AbortSignal;
}

export interface Service {
  readonly url: string;
  readonly api: Posthorn;
  /** For the bodies that must go out as they came in. */
  readonly transport: Transport;
}

export interface Command extends CallForm {
  readonly summary: string;
  /** What else one has to know, each a paragraph. */
  readonly notes?: readonly string[];
  readonly examples: readonly string[];
  /** @returns its exit code */
  run(context: CommandContext): Promise<number>;
}

/** The process around a command; a test makes another. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** @throws the error of the file system */
  readonly readFile: (path: string) => Uint8Array<ArrayBuffer>;
  /** Whether no other user of the machine can read a file; always true on Windows. */
  readonly isPrivateFile: (path: string) => boolean;
  /** Writes a file that only its owner can read, whole or not at all. @throws the error of the file system */
  readonly writePrivateFile: (path: string, text: string) => void;
  /** All of the standard input; undefined where somebody sits at it. */
  readonly readInput: () => Promise<Uint8Array<ArrayBuffer> | undefined>;
}
