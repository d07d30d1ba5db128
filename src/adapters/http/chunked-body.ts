const LF = 10;
const CR = 13;

type Step =
  | 'size'
  | 'extension'
  | 'size_end'
  | 'data'
  | 'data_cr'
  | 'data_lf'
  /** At the start of a line after the last chunk. An empty line ends the body. */
  | 'trailer'
  | 'trailer_line'
  | 'trailer_line_lf'
  | 'end_lf';

/** 2^44 bytes are more than are ever read, and numbers still hold them exactly. */
const SIZE_DIGITS_MOST = 11;

/** The value of each hexadecimal digit, plus one; 0 for all other bytes. */
const digitOf = new Uint8Array(256);
for (let value = 0; value < 16; value += 1) {
  const digit = value.toString(16);
  digitOf[digit.charCodeAt(0)] = value + 1;
  digitOf[digit.toUpperCase().charCodeAt(0)] = value + 1;
}

/** Decodes the chunked transfer coding (RFC 9112, section 7.1). Skips extensions and trailers. */
export class ChunkedBody {
  state: 'more' | 'complete' | 'broken' = 'more';
  /** Without extensions and trailers. They are skipped unread, so other readers can see another end of the body. */
  isPlain = true;
  #step: Step = 'size';
  #digits = 0;
  /** The bytes of the chunk that are still to come. */
  #size = 0;

  /**
   * Reads on, and passes each piece of data to `take`.
   * @returns the index after the last byte read: the end, unless the body is complete or broken earlier
   */
  read(bytes: Uint8Array, from: number, to: number, take: (from: number, to: number) => void): number {
    let at = from;
    while (at < to && this.state === 'more') {
      if (this.#step === 'data') {
        const end = Math.min(to, at + this.#size);
        take(at, end);
        this.#size -= end - at;
        if (this.#size === 0) this.#step = 'data_cr';
        at = end;
      } else {
        this.#readByte(bytes[at] ?? 0);
        at += 1;
      }
    }
    return at;
  }

  #readByte(byte: number): void {
    switch (this.#step) {
      case 'size':
        this.#readSize(byte);
        return;
      case 'extension':
        if (byte === CR) this.#step = 'size_end';
        else if (byte === LF) this.state = 'broken';
        return;
      case 'size_end':
        this.#go(byte, LF, this.#size === 0 ? 'trailer' : 'data');
        return;
      case 'data_cr':
        this.#go(byte, CR, 'data_lf');
        return;
      case 'data_lf':
        this.#digits = 0;
        this.#go(byte, LF, 'size');
        return;
      default:
        this.#readTrailer(byte);
    }
  }

  #go(byte: number, expected: number, next: Step): void {
    if (byte === expected) this.#step = next;
    else this.state = 'broken';
  }

  #readSize(byte: number): void {
    const digit = digitOf[byte] ?? 0;
    if (digit > 0) {
      this.#digits += 1;
      this.#size = this.#size * 16 + digit - 1;
      if (this.#digits > SIZE_DIGITS_MOST) this.state = 'broken';
      return;
    }
    // A semicolon or a blank begins an extension.
    const endsNumber = byte === CR || byte === 59 || byte === 32 || byte === 9;
    if (this.#digits === 0 || !endsNumber) this.state = 'broken';
    else if (byte === CR) this.#step = 'size_end';
    else {
      this.isPlain = false;
      this.#step = 'extension';
    }
  }

  #readTrailer(byte: number): void {
    if (this.#step === 'end_lf') {
      this.state = byte === LF ? 'complete' : 'broken';
    } else if (this.#step === 'trailer_line_lf') {
      this.#go(byte, LF, 'trailer');
    } else if (byte === CR) {
      this.#step = this.#step === 'trailer' ? 'end_lf' : 'trailer_line_lf';
    } else {
      this.isPlain = false;
      this.#step = 'trailer_line';
    }
  }
}
