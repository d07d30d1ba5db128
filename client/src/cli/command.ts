import type { Posthorn } from '../posthorn.ts';
import type { Transport } from '../transport.ts';
import type { Arguments } from './arguments.ts';
import type { CallForm } from './flags.ts';
import type { Output } from './output.ts';

/** The tools of a command. */
export interface CommandContext {
  readonly args: Arguments;
  readonly output: Output;
  /** The service named by the flags and the environment. @throws UsageError if they name none */
  service(): Service;
  readonly surroundings: Surroundings;
  /** Aborted when the command has to end. */
  readonly signal: AbortSignal;
}

export interface Service {
  readonly url: string;
  readonly api: Posthorn;
  /** For bodies that must go out byte for byte. */
  readonly transport: Transport;
}

export interface Command extends CallForm {
  readonly summary: string;
  /** Further help, one paragraph each. */
  readonly notes?: readonly string[];
  readonly examples: readonly string[];
  /** @returns its exit code */
  run(context: CommandContext): Promise<number>;
}

/** The process around a command; tests replace it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** @throws the error of the file system */
  readonly readFile: (path: string) => Uint8Array<ArrayBuffer>;
  /** Whether a file is readable only by its owner; always true on Windows. */
  readonly isPrivateFile: (path: string) => boolean;
  /** Writes a file that only its owner can read, completely or not at all. @throws the error of the file system */
  readonly writePrivateFile: (path: string, text: string) => void;
  /** The whole standard input; undefined if it is a terminal. */
  readonly readInput: () => Promise<Uint8Array<ArrayBuffer> | undefined>;
}
