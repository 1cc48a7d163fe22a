import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { builtFile } from "../built.ts";
import type { Profile } from "../profile.ts";

/** The masks of FastCDC 2020 (the published table), for average chunk sizes of 2^5 to 2^25. */
const MASKS: readonly bigint[] = [
  0x0000000001804110n,
  0x0000000001803110n,
  0x0000000018035100n,
  0x0000001800035300n,
  0x0000019000353000n,
  0x0000590003530000n,
  0x0000d90003530000n,
  0x0000d90103530000n,
  0x0000d90303530000n,
  0x0000d90313530000n,
  0x0000d90f03530000n,
  0x0000d90303537000n,
  0x0000d90703537000n,
  0x0000d90707537000n,
  0x0000d91707537000n,
  0x0000d91747537000n,
  0x0000d91767537000n,
  0x0000d93767537000n,
  0x0000d93777537000n,
  0x0000d93777577000n,
  0x0000db3777577000n,
];
const FIRST_MASK_BITS = 5;
const NORMALIZATION = 1;

/** Size of a WASM page in bytes. */
const PAGE = 65_536;

interface Exports {
  memory: WebAssembly.Memory;
  cut(
    start: number,
    available: number,
    min: number,
    average: number,
    max: number,
    maskBefore: bigint,
    maskAfter: bigint,
  ): number;
}

let compiled: WebAssembly.Module | undefined;

/**
 * Cuts a stream of bytes into chunks by content, with the sizes of a profile. Bytes are read straight into {@link space}
 * without another copy. The cuts do not depend on the sizes of the reads.
 *
 * ```
 * for (let read = -1; read !== 0; ) {
 *   read = readSync(fd, chunker.space());
 *   chunker.filled(read);
 *   for (let chunk; (chunk = chunker.next(read === 0)); ) use(chunk);
 * }
 * ```
 */
export class Chunker {
  readonly #wasm: Exports;
  readonly #sizes: Pick<Profile, "chunkMin" | "chunkAvg" | "chunkMax">;
  readonly #maskBefore: bigint;
  readonly #maskAfter: bigint;
  /** Buffer for the stream: twice the largest chunk, so that half of it can be filled at once. */
  readonly #window: Uint8Array;
  #begin = 0;
  #end = 0;

  constructor(sizes: Pick<Profile, "chunkMin" | "chunkAvg" | "chunkMax">) {
    this.#sizes = sizes;
    const bits = Math.round(Math.log2(sizes.chunkAvg));
    this.#maskBefore = maskFor(bits + NORMALIZATION);
    this.#maskAfter = maskFor(bits - NORMALIZATION);
    this.#wasm = instantiate();
    const bytes = 2 * sizes.chunkMax;
    const { memory } = this.#wasm;
    const missing = PAGE + bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    writeGearTables(memory);
    this.#window = new Uint8Array(memory.buffer, PAGE, bytes);
  }

  /** Drops all bytes fed so far, to start another stream. */
  reset(): void {
    this.#begin = 0;
    this.#end = 0;
  }

  /**
   * Returns the space for the next bytes, which is never empty. It overwrites earlier chunks, so take all of them first.
   */
  space(): Uint8Array {
    this.#window.copyWithin(0, this.#begin, this.#end);
    this.#end -= this.#begin;
    this.#begin = 0;
    return this.#window.subarray(this.#end);
  }

  /** Reports how many bytes of {@link space} were filled. */
  filled(bytes: number): void {
    this.#end += bytes;
  }

  /**
   * Returns the next chunk; undefined when it needs more bytes, or with `ended` when none are left. The view is valid
   * until the next call of {@link space}.
   */
  next(ended: boolean): Uint8Array | undefined {
    const available = this.#end - this.#begin;
    if (available === 0 || (!ended && available < this.#sizes.chunkMax)) return undefined;
    const { chunkMin, chunkAvg, chunkMax } = this.#sizes;
    const length = this.#wasm.cut(
      PAGE + this.#begin,
      available,
      chunkMin,
      chunkAvg,
      chunkMax,
      this.#maskBefore,
      this.#maskAfter,
    );
    const chunk = this.#window.subarray(this.#begin, this.#begin + length);
    this.#begin += length;
    return chunk;
  }
}

function maskFor(bits: number): bigint {
  const mask = MASKS[bits - FIRST_MASK_BITS];
  if (mask === undefined) throw new RangeError(`no mask for chunks of 2^${bits} bytes`);
  return mask;
}

function instantiate(): Exports {
  compiled ??= new WebAssembly.Module(readFileSync(builtFile("fastcdc.wasm")));
  return new WebAssembly.Instance(compiled).exports as unknown as Exports;
}

/** Fills the gear tables: gear[i] is the first eight bytes, big-endian, of the MD5 of 64 bytes of value i. */
function writeGearTables(memory: WebAssembly.Memory): void {
  const tables = new DataView(memory.buffer, 0, 4096);
  for (let value = 0; value < 256; value++) {
    const gear = createHash("md5").update(Buffer.alloc(64, value)).digest().readBigUInt64BE(0);
    tables.setBigUint64(value * 8, gear, true);
    tables.setBigUint64(2048 + value * 8, BigInt.asUintN(64, gear << 1n), true);
  }
}
