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
import {
  exists,
  findFile,
  type MountStat,
  parseRange,
  readFolder,
  readLink,
  statOf,
} from "./read-operations.ts";
import { find } from "./resolve.ts";
import { changesOf } from "./upper-changes.ts";
import type { LayerState, UpperReader } from "./upper-layer.ts";
import { type FolderItem, View } from "./view.ts";

/** A snapshot of a mount, and the state of the layer that it was made from. */
export interface Flushed extends LayerState {
  readonly id: SnapshotId;
}

/**
 * Reads a mount with the semantics of Node's `fs`. Paths are manifest paths: relative, without `.` and `..`; a folder's
 * may be `""`, the root. Links are followed within the mount.
 *
 * Every method throws `EINVAL` for an invalid path, Node's codes (`ENOENT`, `ENOTDIR`, `EISDIR`, `ELOOP`, …), and
 * `UnknownReference` once the mount is discarded.
 */
export class MountReader {
  readonly #layer: UpperReader;
  readonly #nodes: NodeStore;
  readonly #queue: SerialQueue;

  /** `nodes` reads the base and the objects of written files. Operations wait for their turn in `queue`. */
  constructor(layer: UpperReader, nodes: NodeStore, queue = new SerialQueue()) {
    this.#layer = layer;
    this.#nodes = nodes;
    this.#queue = queue;
  }

  /** Describes what is at a path, following links. */
  stat(path: string): Promise<MountStat> {
    return this.#read(path, async (view) => statOf((await find(view, path, "all")).entry));
  }

  /** Describes what is at a path; a link at its end is not followed. */
  lstat(path: string): Promise<MountStat> {
    return this.#read(path, async (view) => statOf((await find(view, path, "parents")).entry));
  }

  /** Returns whether something is at a path, following links. */
  exists(path: string): Promise<boolean> {
    return this.#read(path, (view) => exists(view, path));
  }

  /** Lists a folder's direct children in the order of their names' bytes. */
  readdir(folder: string): Promise<FolderItem[]> {
    return this.#read(folder, (view) => readFolder(view, folder));
  }

  /** Returns a link's target. */
  readlink(path: string): Promise<string> {
    return this.#read(path, (view) => readLink(view, parsePath(path)));
  }

  /** Returns a file's bytes. Throws `MissingObject`, `CorruptObject` too. */
  readFile(path: string): Promise<Buffer> {
    return this.#read(path, async (view) =>
      readWhole(this.#nodes.objects, await findFile(view, parsePath(path))),
    );
  }

  /** Returns a range of a file's bytes, fewer where the file ends sooner. Throws `MissingObject`, `CorruptObject` too. */
  async read(path: string, range: ByteRange): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.readStream(path, range)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /**
   * Yields a file's bytes, or a range of them, a chunk at a time, as they are when the first is requested; later writes
   * do not matter. Throws `MissingObject`, `CorruptObject` too.
   */
  async *readStream(path: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
    const { objects } = this.#nodes;
    const wanted = range && parseRange(range);
    const entry = await this.#read(path, (view) => findFile(view, parsePath(path)));
    yield* wanted === undefined ? readContent(objects, entry) : readContentIn(objects, entry, wanted);
  }

  /** Returns whether the entry at exactly this path differs from the base's. */
  isChanged(path: string): Promise<boolean> {
    return this.#queue.run(() =>
      atOneRevision(this.#layer, async ({ base }) => {
        const before = await getEntry(this.#nodes, base, path);
        const now = await new View(this.#nodes, base, this.#layer).entry(path);
        return before === undefined || now === undefined ? before !== now : !sameEntry(before, now);
      }),
    );
  }

  /** Yields the paths in which the mount differs from its base, in the order of their bytes, as of the first request. */
  async *changes(): AsyncGenerator<Difference> {
    const rows = await this.#queue.run(async () => this.#layer.rows());
    yield* changesOf(this.#nodes, rows);
  }

  /**
   * Makes a snapshot of the mount. Its nodes are put into `nodes`, and the caller makes them durable; the objects of its
   * files already are. An unchanged mount gives its base.
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

/**
 * Runs work that reads a layer several times, and repeats it until no other write came in between, so that its result or error is
 * of a single revision. It ends: each repetition means that another writer has succeeded.
 */
export async function atOneRevision<T>(
  layer: UpperReader,
  work: (state: LayerState) => Promise<T>,
): Promise<T> {
  for (;;) {
    const state = layer.state();
    const [outcome] = await Promise.allSettled([work(state)]);
    if (layer.state().revision !== state.revision) continue;
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }
}
