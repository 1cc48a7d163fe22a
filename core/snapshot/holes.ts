/** Block size in which zeros are looked for, as in file systems. */
const BLOCK = 4096;
/** Shorter runs of zeros are written out: a hole costs the file system an extent, and each reader a seek. */
export const LEAST_HOLE = 8 * BLOCK;

const ZEROS = Buffer.alloc(LEAST_HOLE);

/**
 * Receives the parts of a file's content in order: data, and holes with their length. Data is valid only during the
 * call.
 */
export interface HoleListener {
  data(bytes: Uint8Array): void;
  hole(length: number): void;
}

/**
 * Splits a file's content, in pieces of any length, into data and runs of at least {@link LEAST_HOLE} zeros. Runs begin
 * and end at blocks of the file or at pieces; other zeros are data.
 */
export class HoleFinder {
  readonly #listener: HoleListener;
  #at = 0;
  /** Zeros at the end of the content so far that were not reported yet. */
  #zeros = 0;

  constructor(listener: HoleListener) {
    this.#listener = listener;
  }

  /** Adds the next piece. */
  add(piece: Uint8Array): void {
    // The start of data not reported yet, and of the current run of zeros; negative if it began in an earlier piece.
    let data = 0;
    let run: number | undefined = this.#zeros > 0 ? -this.#zeros : undefined;
    for (let begin = 0; begin < piece.length; ) {
      const end = Math.min(piece.length, begin + BLOCK - ((this.#at + begin) % BLOCK));
      if (isZero(piece, begin, end)) run ??= begin;
      else if (run !== undefined) {
        if (begin - run >= LEAST_HOLE) {
          if (run > data) this.#listener.data(piece.subarray(data, run));
          this.#listener.hole(begin - run);
          data = begin;
        } else if (run < 0) this.#listener.data(ZEROS.subarray(0, -run));
        run = undefined;
      }
      begin = end;
    }
    const end = run ?? piece.length;
    if (end > data) this.#listener.data(piece.subarray(data, end));
    this.#zeros = run === undefined ? 0 : piece.length - run;
    this.#at += piece.length;
  }

  /** Reports the rest at the end of the content. */
  end(): void {
    if (this.#zeros >= LEAST_HOLE) this.#listener.hole(this.#zeros);
    else if (this.#zeros > 0) this.#listener.data(ZEROS.subarray(0, this.#zeros));
    this.#zeros = 0;
  }
}

function isZero(piece: Uint8Array, begin: number, end: number): boolean {
  // This decides for nearly all blocks of ordinary files.
  if (piece[begin] !== 0 || piece[end - 1] !== 0) return false;
  return ZEROS.compare(piece, begin, end, 0, end - begin) === 0;
}
