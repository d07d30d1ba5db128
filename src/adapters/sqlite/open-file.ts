import { type Stats, statSync } from 'node:fs';
import type { StoreFault } from '../../ports/storage.ts';

/**
 * A file that SQLite has open, identified by device and inode, because its name can later mean another file, or none.
 */
export class OpenFile {
  readonly path: string;
  readonly #bytesMin: number;
  readonly #opened: Stats;

  /**
   * @param bytesMin the smallest size of the intact file
   * @throws if the file does not exist
   */
  constructor(path: string, bytesMin: number) {
    this.path = path;
    this.#bytesMin = bytesMin;
    this.#opened = statSync(path);
  }

  /** The fault of the file, if another program changed it; otherwise undefined. */
  fault(): StoreFault | undefined {
    const found = stateOf(this.path);
    if (found?.ino !== this.#opened.ino || found.dev !== this.#opened.dev) return 'missing';
    return found.size < this.#bytesMin ? 'damaged' : undefined;
  }
}

/** Undefined if the file does not exist, or its folder cannot be read. */
function stateOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
