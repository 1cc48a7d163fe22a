import type { SnapshotId } from "../ids.ts";
import type { Change } from "../manifest/changes.ts";
import type { ByteRange } from "../manifest/chunk-range.ts";
import { readContent, readContentIn, readWhole } from "../manifest/content.ts";
import type { Difference } from "../manifest/diff.ts";
import { editManifest } from "../manifest/edit.ts";
import { sameEntry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { parsePath } from "../manifest/path.ts";
import { getEntry } from "../manifest/read.ts";
import { SerialQueue } from "../serial-queue.ts";
import { atOneRevision } from "./one-revision.ts";
import { exists, findFile, type MountStat, parseRange, readFolder, readLink, statOf } from "./reading.ts";
import { find } from "./resolve.ts";
import { changesOf } from "./upper-changes.ts";
import type { LayerState, UpperReader } from "./upper-layer.ts";
import { type Named, View } from "./view.ts";

/** A mount as one snapshot, and the state of the layer that it was made of. */
export interface Flushed extends LayerState {
  readonly id: SnapshotId;
}

/**
 * Reads a mount as Node's `fs` reads a folder. Paths are those of a manifest: relative, without `.` and `..`; a folder's may
 * be `""`, the root. Links are followed within the mount.
 *
 * Every method throws `EINVAL` for what is no path, the codes that Node gives (`ENOENT`, `ENOTDIR`, `EISDIR`, `ELOOP`, …), and
 * `UnknownReference` once the mount is discarded.
 */
export class MountReader {
  readonly #layer: UpperReader;
  readonly #nodes: NodeStore;
  readonly #queue: SerialQueue;

  /** `nodes` is where the base and the objects of written files are read. */
  constructor(layer: UpperReader, nodes: NodeStore, queue = new SerialQueue()) {
    this.#layer = layer;
    this.#nodes = nodes;
    this.#queue = queue;
  }

  /** Tells what is at a path, at the end of all links. */
  stat(path: string): Promise<MountStat> {
    return this.#read(path, async (view) => statOf((await find(view, path, "all")).entry));
  }

  /** Tells what is at a path, be it a link. */
  lstat(path: string): Promise<MountStat> {
    return this.#read(path, async (view) => statOf((await find(view, path, "way")).entry));
  }

  /** Tells whether something is at a path, at the end of all links. */
  exists(path: string): Promise<boolean> {
    return this.#read(path, (view) => exists(view, path));
  }

  /** Lists what is directly in a folder, in the order of the names' bytes. */
  readdir(folder: string): Promise<Named[]> {
    return this.#read(folder, (view) => readFolder(view, folder));
  }

  /** Gives where a link leads. */
  readlink(path: string): Promise<string> {
    return this.#read(path, (view) => readLink(view, parsePath(path)));
  }

  /** Gives a file's bytes. Throws `MissingObject`, `CorruptObject` too. */
  readFile(path: string): Promise<Buffer> {
    return this.#read(path, async (view) =>
      readWhole(this.#nodes.objects, await findFile(view, parsePath(path))),
    );
  }

  /** Gives some of a file's bytes, fewer where it ends sooner. Throws `MissingObject`, `CorruptObject` too. */
  async read(path: string, range: ByteRange): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.readStream(path, range)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /**
   * Gives a file's bytes, or a range of them, a chunk at a time: those that it has when the first is asked for, whatever is
   * written meanwhile. Throws `MissingObject`, `CorruptObject` too.
   */
  async *readStream(path: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
    const { objects } = this.#nodes;
    const wanted = range && parseRange(range);
    const entry = await this.#read(path, (view) => findFile(view, parsePath(path)));
    yield* wanted === undefined ? readContent(objects, entry) : readContentIn(objects, entry, wanted);
  }

  /** Tells whether what is at just this path is another entry than the base's, or none. */
  isChanged(path: string): Promise<boolean> {
    return this.#queue.run(() =>
      atOneRevision(this.#layer, async ({ base }) => {
        const before = await getEntry(this.#nodes, base, path);
        const now = await new View(this.#nodes, base, this.#layer).entry(path);
        return before === undefined || now === undefined ? before !== now : !sameEntry(before, now);
      }),
    );
  }

  /** Gives the paths in which the mount differs from its base, in the order of their bytes: as it is when first asked. */
  async *changes(): AsyncGenerator<Difference> {
    const rows = await this.#queue.run(async () => this.#layer.rows());
    yield* changesOf(this.#nodes, rows);
  }

  /**
   * Makes a snapshot of the mount. Its nodes go to `nodes`, and are as durable as the caller makes them; the objects of its
   * files are durable already. What is unchanged is the base itself.
   */
  async flush(nodes: NodeStore): Promise<Flushed> {
    return await this.#queue.run(async () => {
      const { base, revision, rows } = this.#layer.rows();
      const changes: Change[] = [];
      for await (const { path, after } of changesOf(nodes, { base, rows })) changes.push([path, after]);
      return { base, revision, id: await editManifest(nodes, base, changes) };
    });
  }

  #read<T>(path: string, work: (view: View) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      if (path !== "") parsePath(path);
      return await atOneRevision(this.#layer, ({ base }) => work(new View(this.#nodes, base, this.#layer)));
    });
  }
}
