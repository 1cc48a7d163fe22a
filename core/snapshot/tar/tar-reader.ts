import { type Extract, extract, type Header } from "tar-stream";
import { type Pax, sparseContent, sparseShape } from "./sparse-content.ts";
import { badArchive, noArchive } from "./tar-errors.ts";
import { decodeName, pathOf } from "./tar-names.ts";

/** A member of an archive. `path` is one that a snapshot can have; "" only of a folder, for the root. */
export type TarMember =
  | { readonly type: "folder"; readonly path: string }
  | {
      readonly type: "file";
      readonly path: string;
      readonly mode: number;
      readonly size: number;
      /** Its bytes, to be read before the next member is asked for. */
      readonly content: AsyncIterable<Uint8Array>;
    }
  | { readonly type: "symlink"; readonly path: string; readonly target: string }
  /** The same file as the one at `target`, which came before. */
  | { readonly type: "link"; readonly path: string; readonly target: string }
  /** What a snapshot cannot have, and why. */
  | { readonly type: "skipped"; readonly path: string; readonly reason: string };

const RECORD = 512;
const NO_UTF8 = "its name is not UTF-8";

/**
 * Reads a tar as it comes (ustar, GNU, pax): yields its members in their order, no faster than they are taken. Throws `BadInput` for a
 * member that leads out of the archive or is of no known kind, and for bytes that are no whole tar; and what `bytes` throws.
 */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarMember> {
  // Names are decoded here, so that those that are not UTF-8 are noticed.
  const members = extract({ filenameEncoding: "latin1", allowUnknownFormat: true } as object);
  const pump = new Pump(bytes, members);
  let end = 0;
  try {
    for await (const stream of members) {
      const { header } = stream;
      end = endOf(header);
      yield memberOf(header, contentOf(stream as AsyncIterable<Uint8Array>, pump));
      // What nobody read.
      stream.resume();
    }
  } catch (thrown) {
    throw pump.failure ?? explained(thrown);
  } finally {
    members.destroy(null);
  }
  await pump.done;
  if (pump.failure !== undefined) throw pump.failure;
  // Records of zeros are the end: without them, something may be missing.
  if (pump.length < end + RECORD)
    throw noArchive(
      pump.length === 0 ? "There is no archive: nothing came." : "The archive stops before its end.",
    );
}

/** Yields the bytes of a member. Whoever reads them hears why there are no more. */
async function* contentOf(stream: AsyncIterable<Uint8Array>, pump: Pump): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (thrown) {
    throw pump.failure ?? noArchive("The archive stops before its end.", thrown);
  }
}

/** Feeds bytes to the library, no faster than it takes them. */
class Pump {
  /** Why there are no more bytes, if they ended too early. */
  failure: unknown;
  /** The number of bytes so far. */
  length = 0;
  /** Resolves when no more bytes are taken. */
  readonly done: Promise<void>;

  constructor(bytes: AsyncIterable<Uint8Array>, into: Extract) {
    this.done = this.#run(bytes, into).catch((thrown: unknown) => {
      this.failure = thrown;
      into.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)));
    });
  }

  async #run(bytes: AsyncIterable<Uint8Array>, into: Extract): Promise<void> {
    for await (const piece of bytes) {
      if (into.destroying) return;
      this.length += piece.length;
      if (!into.write(piece)) await roomIn(into);
    }
    into.end(null);
  }
}

function roomIn(stream: Extract): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

/** Returns where a member's data ends, which lies in whole records. */
function endOf({ type, size, ...header }: Header): number {
  const { byteOffset } = header as unknown as { byteOffset: number };
  return byteOffset + (type === "directory" ? 0 : Math.ceil(size / RECORD) * RECORD);
}

function memberOf(header: Header, content: AsyncIterable<Uint8Array>): TarMember {
  const { type, mode, size } = header;
  const pax = (header.pax ?? {}) as Pax;
  const name = pax.path ?? decodeName(header.name);
  if (name === undefined) return { type: "skipped", path: shown(header.name), reason: NO_UTF8 };
  switch (type) {
    case "directory":
      return { type: "folder", path: pathOf(name) };
    case "file":
    case "contiguous-file": {
      const sparse = sparseShape(name, pax);
      if (sparse === undefined) return { type: "file", path: required(name), mode, size, content };
      const whole = { size: sparse.size, content: sparseContent(sparse, content) };
      return { type: "file", path: required(sparse.name), mode, ...whole };
    }
    case "symlink":
    case "link": {
      const path = required(name);
      const target = pax.linkpath ?? decodeName(header.linkname ?? "");
      if (target === undefined) return { type: "skipped", path, reason: "where it leads is not UTF-8" };
      if (target === "") return { type: "skipped", path, reason: "it leads nowhere" };
      return { type, path, target: type === "link" ? pathOf(target) : target };
    }
    case "block-device":
    case "character-device":
      return { type: "skipped", path: required(name), reason: "it is a device" };
    case "fifo":
      return { type: "skipped", path: required(name), reason: "it is a named pipe" };
    default:
      throw badArchive(
        name,
        "it is of a kind that is not known, as a sparse file in GNU's own format",
        "Nothing was imported. Make the archive with --format=pax.",
      );
  }
}

/** Returns the path of what cannot be the root. */
function required(name: string): string {
  const path = pathOf(name);
  if (path === "") throw badArchive(name, "it has no name");
  return path;
}

/** Returns a name that is not UTF-8 for people. */
function shown(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}

/** The library's own errors say that the bytes are wrong. */
function explained(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown.name !== "Error") return thrown;
  const isCut = /unexpected end/i.test(thrown.message);
  return noArchive(
    isCut ? "The archive stops before its end." : "That is no tar, or it is compressed.",
    thrown,
  );
}
