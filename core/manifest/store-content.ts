import { Chunker } from "../chunking/chunker.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { Profile } from "../profile.ts";
import { writeChunks } from "./chunk-list.ts";
import type { ChunkRef, Content, Entry } from "./entry.ts";

/** A file's size and content, as in its entry. */
export type StoredContent = Pick<Entry, "size" | "content">;

/**
 * Stores file contents from memory or from a stream. Equal bytes give the same content as an import does. Memory is
 * bounded by the chunk being cut, whatever the file's size.
 */
export class ContentStorer {
  readonly #objects: ObjectStore;
  readonly #profile: Profile;
  readonly #chunkers: Chunker[] = [];

  constructor(objects: ObjectStore, profile: Profile) {
    this.#objects = objects;
    this.#profile = profile;
  }

  /**
   * Stores a file's bytes and returns the content to put into its entry. It can be read at once; it is durable after the
   * object store's next `flush`.
   */
  async store(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredContent> {
    if (bytes instanceof Uint8Array) {
      return bytes.length > this.#profile.wholeMax
        ? await this.#storeCut(once(bytes))
        : await this.#storeWhole(bytes);
    }
    const source = bytes[Symbol.asyncIterator]();
    const head: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { value, done } = await source.next();
      if (done) return await this.#storeWhole(Buffer.concat(head));
      head.push(Uint8Array.from(value));
      length += value.length;
      if (length > this.#profile.wholeMax) return await this.#storeCut(continued(head, source));
    }
  }

  async #storeWhole(bytes: Uint8Array): Promise<StoredContent> {
    const size = bytes.length;
    if (size <= this.#profile.inlineMax)
      return { size, content: { kind: "inline", bytes: Uint8Array.from(bytes) } };
    const id = await this.#objects.put("content", bytes);
    return { size, content: { kind: "chunks", chunks: [{ id, len: size }] } };
  }

  async #storeCut(source: AsyncIterable<Uint8Array>): Promise<StoredContent> {
    // Files may be stored concurrently: each needs its own chunker while it is being cut.
    const chunker = this.#chunkers.pop() ?? new Chunker(this.#profile);
    try {
      let size = 0;
      const content: Content = await writeChunks(
        this.#objects,
        this.#cut(chunker, source, (len) => {
          size += len;
        }),
      );
      return { size, content };
    } finally {
      chunker.reset();
      this.#chunkers.push(chunker);
    }
  }

  async *#cut(
    chunker: Chunker,
    source: AsyncIterable<Uint8Array>,
    onChunk: (len: number) => void,
  ): AsyncGenerator<ChunkRef> {
    for await (const bytes of source) {
      for (let at = 0; at < bytes.length; ) {
        const space = chunker.space();
        const piece = bytes.subarray(at, at + space.length);
        space.set(piece);
        chunker.filled(piece.length);
        at += piece.length;
        yield* this.#take(chunker, false, onChunk);
      }
    }
    yield* this.#take(chunker, true, onChunk);
  }

  async *#take(chunker: Chunker, ended: boolean, onChunk: (len: number) => void): AsyncGenerator<ChunkRef> {
    for (let chunk = chunker.next(ended); chunk; chunk = chunker.next(ended)) {
      const len = chunk.length;
      onChunk(len);
      yield { id: await this.#objects.put("content", chunk), len };
    }
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* continued(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
