import type { NodeStore } from "../manifest/node-store.ts";
import { parsePath } from "../manifest/path.ts";
import { ContentStorer } from "../manifest/store-content.ts";
import type { Profile } from "../profile.ts";
import { SerialQueue } from "../serial-queue.ts";
import { Draft } from "./draft.ts";
import { appendFile, chmod, copyFile, findTarget, symlink, writeFile } from "./file-operations.ts";
import { atOneRevision, MountReader } from "./mount-reader.ts";
import { addTo, type RelativeEntries, replaceWith } from "./put-entries.ts";
import { makeFolder, makeFolders, type RemoveOptions, remove, rename } from "./tree-operations.ts";
import type { StagedObjects, UpperLayer } from "./upper-layer.ts";
import { View } from "./view.ts";

/** A file's new content. Text is written as UTF-8. */
export type WritableContent = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * A mount: a base snapshot and an upper layer over it, read and written as one tree with the semantics of Node's `fs`.
 * Nothing is copied to disk; what was not written comes from the base.
 *
 * Each operation is atomic and durable: its effect is whole when its promise resolves, and none when it rejects.
 * Operations of one `Mount` run in the order in which they are called. Other `Mount`s over the same layer, in any
 * process, may write in between, never during one: an operation works on one revision and is done over if another write
 * got in first.
 *
 * A mount lives from `MountCatalog.create` until it is discarded. {@link flush} makes a snapshot of it, `mount-push.ts`
 * pushes that to a label and rebases. Throws as {@link MountReader} does, and `EEXIST`, `ENOTEMPTY`; `""` cannot be
 * written to.
 */
export class Mount extends MountReader {
  readonly #layer: UpperLayer;
  readonly #nodes: NodeStore;
  readonly #profile: Profile;
  readonly #queue: SerialQueue;

  /** `nodes` reads the base and the objects of written files. */
  constructor(layer: UpperLayer, nodes: NodeStore, profile: Profile) {
    const queue = new SerialQueue();
    super(layer, nodes, queue);
    this.#layer = layer;
    this.#nodes = nodes;
    this.#profile = profile;
    this.#queue = queue;
  }

  /**
   * Writes a file. A new one gets mode 0o644, an existing one keeps its permissions. A stream is stored as it arrives,
   * without blocking other operations; the file changes when it has ended, and not at all when it fails.
   */
  async writeFile(path: string, content: WritableContent): Promise<void> {
    if (typeof content !== "string" && !(content instanceof Uint8Array))
      return await this.#writeStream(path, content);
    const bytes = bytesOf(content);
    await this.#staged(path, async (staged, storer) => {
      const stored = await storer.store(bytes);
      await this.#commit((draft) => writeFile(draft, path, stored), staged);
    });
  }

  /** Appends bytes to a file, or creates it. */
  appendFile(path: string, content: string | Uint8Array): Promise<void> {
    const bytes = bytesOf(content);
    const { objects } = this.#nodes;
    return this.#staged(path, (staged, storer) =>
      this.#commit((draft) => appendFile(draft, path, bytes, { objects, storer }), staged),
    );
  }

  /** Makes a folder. With `recursive` also its missing parents, and an existing folder is no error. */
  mkdir(path: string, { recursive = false }: { recursive?: boolean } = {}): Promise<void> {
    return this.#change([path], (draft) => (recursive ? makeFolders(draft, path) : makeFolder(draft, path)));
  }

  /**
   * Removes a file or a link; with `recursive` also a folder and everything in it. With `force` a missing path is no
   * error.
   */
  rm(path: string, options: RemoveOptions = {}): Promise<void> {
    return this.#change([path], (draft) => remove(draft, path, options));
  }

  /** Moves a file, a link or a folder. It may replace a file, a link or an empty folder of the same kind. */
  rename(from: string, to: string): Promise<void> {
    return this.#change([from, to], (draft) => rename(draft, from, to));
  }

  /** Copies a file's bytes and permissions; it may replace a file. */
  copyFile(from: string, to: string): Promise<void> {
    return this.#change([from, to], (draft) => copyFile(draft, from, to));
  }

  /** Makes a link. */
  symlink(target: string, path: string): Promise<void> {
    return this.#change([path], (draft) => symlink(draft, target, path));
  }

  /** Sets a file's nine permission bits. A folder's are always 0o755. */
  chmod(path: string, mode: number): Promise<void> {
    return this.#change([path], (draft) => chmod(draft, path, mode));
  }

  /** Replaces everything at a path (`""`: all) by entries with paths relative to it, which `read` gets from the store. */
  replaceWith(path: string, read: () => Promise<RelativeEntries>): Promise<void> {
    return this.#relying(read, (draft, entries) => replaceWith(draft, path, entries));
  }

  /** Adds entries, which `read` gets from the store, to a folder: files replace files, folders are merged. */
  addTo(folder: string, read: () => Promise<RelativeEntries>): Promise<void> {
    return this.#relying(read, (draft, entries) => addTo(draft, folder, entries));
  }

  /** Queues an operation on entries of the store, whose objects must still be there in the end. */
  #relying(
    read: () => Promise<RelativeEntries>,
    work: (draft: Draft, entries: RelativeEntries) => Promise<void>,
  ): Promise<void> {
    return this.#queue.run(async () => {
      const staged = this.#layer.stage();
      try {
        const entries = await read();
        await this.#commit((draft) => work(draft, entries), staged);
      } finally {
        staged.discard();
      }
    });
  }

  /** Stores a stream, then queues the operation that writes it to the file. */
  async #writeStream(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    // Report a path that cannot be written before gigabytes have arrived.
    await this.#queue.run(async () => {
      parsePath(path);
      await atOneRevision(this.#layer, ({ base }) =>
        findTarget(new View(this.#nodes, base, this.#layer), path),
      );
    });
    const staged = this.#layer.stage();
    try {
      const stored = await new ContentStorer(staged.objects, this.#profile).store(content);
      await this.#queue.run(() => this.#commit((draft) => writeFile(draft, path, stored), staged));
    } finally {
      staged.discard();
    }
  }

  #change(paths: readonly string[], work: (draft: Draft) => Promise<void>): Promise<void> {
    return this.#queue.run(async () => {
      for (const path of paths) parsePath(path);
      await this.#commit(work);
    });
  }

  /** Queues an operation that stores objects. */
  #staged(
    path: string,
    work: (staged: StagedObjects, storer: ContentStorer) => Promise<void>,
  ): Promise<void> {
    return this.#queue.run(async () => {
      parsePath(path);
      const staged = this.#layer.stage();
      try {
        await work(staged, new ContentStorer(staged.objects, this.#profile));
      } finally {
        staged.discard();
      }
    });
  }

  /** Applies an operation, starting over whenever another write came first. */
  async #commit(work: (draft: Draft) => Promise<void>, staged?: StagedObjects): Promise<void> {
    for (;;) {
      const { changes, revision } = await atOneRevision(this.#layer, async ({ base, revision }) => {
        const draft = new Draft(this.#nodes, base, this.#layer);
        await work(draft);
        return { changes: draft.changes(), revision };
      });
      if (changes.length === 0 || (await this.#layer.apply(revision, changes, staged))) return;
    }
  }
}

/** Copies the bytes, which the caller may change before the operation runs. */
function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content, "utf8") : Uint8Array.from(content);
}
