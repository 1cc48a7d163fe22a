import { posix } from "node:path";
import { HoleFinder } from "../holes.ts";

/** A part of a file that is data. Everything between segments is zeros. */
export interface Segment {
  readonly at: number;
  readonly length: number;
}

/** A member of a tar archive that holds only the data segments of a file, and where they belong. */
export interface SparseMember {
  readonly name: string;
  readonly pax: Readonly<Record<string, string>>;
  /** Comes before the data. */
  readonly map: Uint8Array;
  /** The size of map and data together. */
  readonly size: number;
}

/**
 * Minimum size of all holes, in bytes and as a part of the file, for a sparse member: programs that do not know the
 * format unpack it as a file of another name and content, which a few zeros are not worth.
 */
const LEAST_ZEROS = 1024 * 1024;
const LEAST_PART = 1 / 4;
const RECORD = 512;

/** Collects the data segments of a file from its content. */
export class SegmentFinder {
  readonly #finder: HoleFinder;
  readonly #segments: Segment[] = [];
  #at = 0;
  #zeros = 0;

  constructor() {
    this.#finder = new HoleFinder({
      data: ({ length }) => {
        const last = this.#segments.at(-1);
        if (last !== undefined && last.at + last.length === this.#at)
          this.#segments[this.#segments.length - 1] = { at: last.at, length: last.length + length };
        else this.#segments.push({ at: this.#at, length });
        this.#at += length;
      },
      hole: (length) => {
        this.#zeros += length;
        this.#at += length;
      },
    });
  }

  /** Adds the next piece of the content. */
  add(piece: Uint8Array): void {
    this.#finder.add(piece);
  }

  /**
   * Returns the segments at the end of the content; undefined if the holes are too small. Segments begin and end at records
   * of the file, or at its end: GNU tar reads each from a record of its own.
   */
  worthwhile(): readonly Segment[] | undefined {
    this.#finder.end();
    if (this.#zeros < LEAST_ZEROS || this.#zeros < this.#at * LEAST_PART) return undefined;
    return this.#segments.map((segment) => {
      const at = Math.floor(segment.at / RECORD) * RECORD;
      const end = Math.ceil((segment.at + segment.length) / RECORD) * RECORD;
      return { at, length: Math.min(end, this.#at) - at };
    });
  }
}

/**
 * Describes a sparse member in GNU tar's format 1.0 for pax archives
 * (https://www.gnu.org/software/tar/manual/html_node/PAX-1.html), which bsdtar and Python read too.
 */
export function sparseMember(path: string, size: number, segments: readonly Segment[]): SparseMember {
  const last = segments.at(-1);
  // The map must reach the end of the file.
  const all =
    last?.at === undefined || last.at + last.length < size
      ? [...segments, { at: size, length: 0 }]
      : segments;
  const numbers = [all.length, ...all.flatMap(({ at, length }) => [at, length])];
  const text = Buffer.from(numbers.map((number) => `${number}\n`).join(""));
  const map = Buffer.alloc(Math.ceil(text.length / RECORD) * RECORD);
  text.copy(map);
  return {
    // The name keeps a program without the format from taking the member for the file itself.
    name: posix.join(posix.dirname(path), "GNUSparseFile.0", posix.basename(path)),
    pax: {
      "GNU.sparse.major": "1",
      "GNU.sparse.minor": "0",
      "GNU.sparse.name": path,
      "GNU.sparse.realsize": `${size}`,
    },
    map,
    size: map.length + segments.reduce((sum, { length }) => sum + length, 0),
  };
}

/** Yields only the parts of a content that lie in segments. */
export async function* dataIn(
  content: AsyncIterable<Uint8Array>,
  segments: readonly Segment[],
): AsyncGenerator<Uint8Array> {
  let at = 0;
  let no = 0;
  for await (const piece of content) {
    const end = at + piece.length;
    for (let segment = segments[no]; segment !== undefined && segment.at < end; segment = segments[no]) {
      const from = Math.max(segment.at, at);
      const to = Math.min(segment.at + segment.length, end);
      if (to > from) yield piece.subarray(from - at, to - at);
      if (segment.at + segment.length > end) break;
      no++;
    }
    at = end;
  }
}
