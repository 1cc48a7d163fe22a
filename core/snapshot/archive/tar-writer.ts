import { pipeline } from "node:stream";
import { type Header, type Pack, pack } from "tar-stream";
import type { ArchivedFile, ArchiveWriter, Sink } from "./archive-writer.ts";
import { LibraryOutput } from "./library-output.ts";
import { dataIn, sparseMember } from "./sparse-tar.ts";

type Named = Partial<Header> & Pick<Header, "name">;

/**
 * Writes a tar archive with tar-stream: ustar, with pax extended headers for values that do not fit and for files with
 * large holes.
 */
export class TarWriter implements ArchiveWriter {
  readonly #pack: Pack = pack();
  readonly #output: LibraryOutput;

  constructor(sink: Sink) {
    this.#output = new LibraryOutput(this.#pack, sink);
  }

  async folder(path: string): Promise<void> {
    await this.#whole({ name: `${path}/`, type: "directory", mode: 0o040755 });
  }

  async link(path: string, target: string): Promise<void> {
    await this.#whole({ name: path, type: "symlink", mode: 0o120777, linkname: target });
  }

  async file(path: string, { mode, size, content, segments }: ArchivedFile): Promise<void> {
    // The type is in the mode too, since tar-stream ignores a mode of 0.
    const header: Named = { name: path, type: "file", mode: 0o100000 | mode, size };
    if (segments !== undefined) {
      const { map, ...member } = sparseMember(path, size, segments);
      await this.#stream({ ...header, ...member }, after(map, dataIn(piecesOf(content), segments)));
    } else if (content instanceof Uint8Array) await this.#whole(header, content);
    else await this.#stream(header, content);
  }

  async end(): Promise<void> {
    await this.#output.end(() => this.#pack.finalize());
  }

  async #stream(header: Named, content: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#output.whileDone((done) => {
      pipeline(this.#output.paced(content), this.#pack.entry(dated(header), done), (error) => {
        if (error) done(error);
      });
    });
  }

  async #whole(header: Named, content: Uint8Array = new Uint8Array(0)): Promise<void> {
    await this.#output.whileDone((done) => {
      if (header.type === "file") this.#pack.entry(dated(header), content, done);
      else this.#pack.entry(dated(header), done);
    });
  }
}

async function* piecesOf(content: ArchivedFile["content"]): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else yield* content;
}

async function* after(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/** Sets a header's fixed time. tar-stream leaves the owner out by itself. */
function dated(header: Named): Named {
  return { ...header, mtime: new Date(0) };
}
