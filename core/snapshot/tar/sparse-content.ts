import { badArchive } from "./tar-errors.ts";

/** The shape of a sparse file: its name, its whole size and the parts that are data; `map` is undefined where the data begins with it. */
interface SparseShape {
  readonly name: string;
  readonly size: number;
  readonly map: readonly number[] | undefined;
}

/** The attributes of a member in a pax archive. */
export type Pax = Readonly<Record<string, string>>;

const RECORD = 512;
const ZEROS = new Uint8Array(64 * 1024);
const HINT = "Nothing was imported. Make the archive with --format=pax, or without -S.";

/**
 * Returns the shape of a sparse file in one of GNU's pax formats, 0.1 and 1.0
 * (https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html); undefined for any other file. Throws `BadInput` for 0.0.
 */
export function sparseShape(member: string, pax: Pax): SparseShape | undefined {
  const [major, map] = [pax["GNU.sparse.major"], pax["GNU.sparse.map"]];
  const name = pax["GNU.sparse.name"];
  if (major !== undefined) {
    if (major !== "1" || pax["GNU.sparse.minor"] !== "0")
      throw badArchive(member, "it is sparse in a format that is not known", HINT);
    return { name: name ?? member, size: sizeOf(member, pax["GNU.sparse.realsize"]), map: undefined };
  }
  if (map !== undefined) {
    const size = sizeOf(member, pax["GNU.sparse.size"]);
    return { name: name ?? member, size, map: map.split(",").map((number) => sizeOf(member, number)) };
  }
  if (Object.keys(pax).some((key) => key.startsWith("GNU.sparse.")))
    throw badArchive(member, "it is sparse in a format that is not known", HINT);
  return undefined;
}

/** Yields all bytes of a sparse file, holes as zeros. Throws `BadInput` where map and data do not fit. */
export async function* sparseContent(
  { name, size, map }: SparseShape,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const source = new Source(name, content);
  const numbers = map ?? (await readMap(name, source));
  if (numbers.length % 2 !== 0) throw mismatch(name);
  let at = 0;
  for (let no = 0; no < numbers.length; no += 2) {
    const [from = 0, length = 0] = numbers.slice(no, no + 2);
    if (from < at || from + length > size) throw mismatch(name);
    yield* zeros(from - at);
    yield* source.take(length);
    at = from + length;
  }
  yield* zeros(size - at);
  await source.requireEnd();
}

function* zeros(count: number): Generator<Uint8Array> {
  for (let left = count; left > 0; left -= ZEROS.length)
    yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
}

/** Reads the map before the data: its length and then its numbers, a line each, up to the end of a record. */
async function readMap(name: string, source: Source): Promise<number[]> {
  const numbers: number[] = [];
  let [line, count] = ["", Number.POSITIVE_INFINITY];
  while (numbers.length < count * 2) {
    for await (const record of source.take(RECORD)) {
      for (const byte of record) {
        if (byte !== 0x0a) line += String.fromCharCode(byte);
        else if (numbers.length < count * 2) {
          if (count === Number.POSITIVE_INFINITY) count = sizeOf(name, line);
          else numbers.push(sizeOf(name, line));
          line = "";
        }
        if (line.length > RECORD) throw mismatch(name);
      }
    }
  }
  return numbers;
}

/** The bytes of a member, taken in any portions. */
class Source {
  readonly #name: string;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(name: string, content: AsyncIterable<Uint8Array>) {
    this.#name = name;
    this.#pieces = content[Symbol.asyncIterator]();
  }

  async *take(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) {
        const next = await this.#pieces.next();
        if (next.done === true) throw mismatch(this.#name);
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async requireEnd(): Promise<void> {
    if (this.#rest.length > 0 || (await this.#pieces.next()).done !== true) throw mismatch(this.#name);
  }
}

function sizeOf(name: string, text = ""): number {
  const size = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(size)) return size;
  throw mismatch(name);
}

function mismatch(name: string) {
  return badArchive(name, "the map of its holes does not fit its data", HINT);
}
