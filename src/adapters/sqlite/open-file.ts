import { type Stats, statSync } from 'node:fs';
import type { StoreFault } from '../../ports/storage.ts';

/** A file that SQLite has open, known by device and inode: its name may come to mean another file, or none. */
export class OpenFile {
  readonly path: string;
  readonly #bytesMin: number;
  readonly #opened: Stats;

  /**
   * @param bytesMin what the file never falls below while it is intact
   * @throws when there is no such file
   */
  constructor(path: string, bytesMin: number) {
    this.path = path;
    this.#bytesMin = bytesMin;
    this.#opened = statSync(path);
  }

  /** What became of the file behind SQLite's back; undefined if nothing did. */
  fault(): StoreFault | undefined {
    const found = stateOf(this.path);
    if (found?.ino !== this.#opened.ino || found.dev !== this.#opened.dev) return 'missing';
    return found.size < this.#bytesMin ? 'damaged' : undefined;
  }
}

/** Undefined if there is no such file, or its folder cannot be looked into. */
function stateOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
