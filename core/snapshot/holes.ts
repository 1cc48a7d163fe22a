/** Zeros are looked for in blocks of so many bytes, as file systems keep them. */
const BLOCK = 4096;
/** Fewer zeros than this are written out: a hole costs the file system an extent, and whoever reads a seek. */
export const LEAST_HOLE = 8 * BLOCK;

const ZEROS = Buffer.alloc(LEAST_HOLE);

/** What a file's content is split into, in order: data, and holes of so many zeros. Data is valid only during the call. */
export interface HoleListener {
  data(bytes: Uint8Array): void;
  hole(length: number): void;
}

/**
 * Splits a file's content into data and runs of at least {@link LEAST_HOLE} zeros, as it comes, in pieces of any lengths. Runs
 * begin and end with blocks of the file or with pieces: what is zero beyond is data.
 */
export class HoleFinder {
  readonly #listener: HoleListener;
  #at = 0;
  /** Zeros at the end of what came so far, of which nothing was told yet. */
  #zeros = 0;

  constructor(listener: HoleListener) {
    this.#listener = listener;
  }

  /** Takes the next piece. */
  add(piece: Uint8Array): void {
    // Where data begins that was not told yet, and where the present run of zeros does: before this piece, if it is negative.
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

  /** Tells what is left when there is nothing more. */
  end(): void {
    if (this.#zeros >= LEAST_HOLE) this.#listener.hole(this.#zeros);
    else if (this.#zeros > 0) this.#listener.data(ZEROS.subarray(0, this.#zeros));
    this.#zeros = 0;
  }
}

function isZero(piece: Uint8Array, begin: number, end: number): boolean {
  // Nearly all blocks of ordinary files are done with here.
  if (piece[begin] !== 0 || piece[end - 1] !== 0) return false;
  return ZEROS.compare(piece, begin, end, 0, end - begin) === 0;
}
