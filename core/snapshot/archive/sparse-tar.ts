import { posix } from "node:path";
import { HoleFinder } from "../holes.ts";

/** Some of a file's bytes: what is between such pieces are zeros. */
export interface Segment {
  readonly at: number;
  readonly length: number;
}

/** A member of a tar archive that has only the data of a file, and where it belongs. */
export interface SparseMember {
  readonly name: string;
  readonly pax: Readonly<Record<string, string>>;
  /** What comes before the data. */
  readonly map: Uint8Array;
  /** Of the map and the data. */
  readonly size: number;
}

/**
 * Holes of a file are left out of an archive from here on, in bytes and as a part of the file: programs that do not know sparse members
 * unpack them as files of another name and form, which is no price for a few zeros.
 */
const LEAST_ZEROS = 1024 * 1024;
const LEAST_PART = 1 / 4;
const RECORD = 512;

/** Collects where the data of a file is, as its content comes. */
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

  /** Takes the next piece of the content. */
  add(piece: Uint8Array): void {
    this.#finder.add(piece);
  }

  /** Gives the segments once all has come; undefined for a file whose holes are not worth it. */
  worthwhile(): readonly Segment[] | undefined {
    this.#finder.end();
    return this.#zeros >= LEAST_ZEROS && this.#zeros >= this.#at * LEAST_PART ? this.#segments : undefined;
  }
}

/**
 * Describes a sparse member as GNU tar does in its format 1.0 for pax archives
 * (https://www.gnu.org/software/tar/manual/html_node/PAX-1.html), which bsdtar and Python read too.
 */
export function sparseMember(path: string, size: number, segments: readonly Segment[]): SparseMember {
  const last = segments.at(-1);
  // The map has to reach the end of the file.
  const all =
    last?.at === undefined || last.at + last.length < size
      ? [...segments, { at: size, length: 0 }]
      : segments;
  const numbers = [all.length, ...all.flatMap(({ at, length }) => [at, length])];
  const text = Buffer.from(numbers.map((number) => `${number}\n`).join(""));
  const map = Buffer.alloc(Math.ceil(text.length / RECORD) * RECORD);
  text.copy(map);
  return {
    // What does not know the format must not take the member for the file itself.
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

/** Gives only what of a content lies in segments. */
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
