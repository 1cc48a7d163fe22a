/** The pieces of a content: the hash of each different one, ascending, and how many bytes its occurrences have. */
export interface Sketch {
  readonly hashes: Uint32Array;
  readonly bytes: Uint32Array;
  /** The size of the content. */
  readonly size: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Longer lines are cut into pieces of so many bytes, so that binary contents can be compared too. */
const LONGEST_PIECE = 64;
/** The number of bytes at the start that decide whether a content is a text, as in git. */
const SNIFFED = 8000;

/**
 * Sketches a content for {@link similarity}: its lines, or pieces of 64 bytes of long lines. In texts, a line end of CR LF
 * counts as LF. These are the pieces by which git recognizes renames (`diffcore-delta.c`).
 */
export function sketchOf(content: Uint8Array): Sketch {
  const isText = !content.subarray(0, SNIFFED).includes(0);
  const sizes = new Map<number, number>();
  let [hash, length] = [SEED, 0];
  const end = () => {
    sizes.set(hash >>> 0, (sizes.get(hash >>> 0) ?? 0) + length);
    [hash, length] = [SEED, 0];
  };
  for (let at = 0; at < content.length; at++) {
    const byte = content[at] ?? 0;
    if (isText && byte === CARRIAGE_RETURN && content[at + 1] === LINE_FEED) continue;
    hash = Math.imul(hash ^ byte, PRIME);
    if (++length === LONGEST_PIECE || byte === LINE_FEED) end();
  }
  if (length > 0) end();
  const hashes = Uint32Array.from(sizes.keys()).sort();
  return { hashes, bytes: hashes.map((each) => sizes.get(each) ?? 0), size: content.length };
}

// FNV-1a.
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Returns how much of the larger of two contents the other has too, from 0 to 1. Pieces may be in any order. This is git's
 * measure.
 */
export function similarity(a: Sketch, b: Sketch): number {
  let [x, y, shared] = [0, 0, 0];
  while (x < a.hashes.length && y < b.hashes.length) {
    const [one, other] = [a.hashes[x] ?? 0, b.hashes[y] ?? 0];
    if (one === other) shared += Math.min(a.bytes[x] ?? 0, b.bytes[y] ?? 0);
    if (one <= other) x++;
    if (other <= one) y++;
  }
  const most = Math.max(a.size, b.size);
  return most === 0 ? 0 : shared / most;
}
