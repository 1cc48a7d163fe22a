import type { NodeStore } from "../manifest/node-store.ts";
import { parsePath } from "../manifest/path.ts";
import { ContentStorer } from "../manifest/store-content.ts";
import type { Profile } from "../profile.ts";
import { SerialQueue } from "../serial-queue.ts";
import { makeFolder, makeFolders, type RemoveOptions, remove, rename } from "./arranging.ts";
import { Draft } from "./draft.ts";
import { addTo, type Grafted, replaceWith } from "./grafting.ts";
import { MountReader } from "./mount-reader.ts";
import { atOneRevision } from "./one-revision.ts";
import type { StagedObjects, UpperLayer } from "./upper-layer.ts";
import { View } from "./view.ts";
import { appendFile, chmod, copyFile, findTarget, symlink, writeFile } from "./writing.ts";

/** What a file is written with: text becomes UTF-8. */
export type Written = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * A working copy without a copy, written and read as Node's `fs` does with a folder: what was not written comes from the base.
 * Each operation is durable as a whole when its promise resolves, and has changed nothing when it rejects.
 *
 * Operations happen in the order in which they are asked for; those of other mounts over the same layer, in whatever process,
 * come between them, never into them. Throws as {@link MountReader}, and `EEXIST`, `ENOTEMPTY`; `""` is no path to write to.
 */
export class Mount extends MountReader {
  readonly #layer: UpperLayer;
  readonly #nodes: NodeStore;
  readonly #profile: Profile;
  readonly #queue: SerialQueue;

  /** `nodes` is where the base and the objects of written files are read. */
  constructor(layer: UpperLayer, nodes: NodeStore, profile: Profile) {
    const queue = new SerialQueue();
    super(layer, nodes, queue);
    this.#layer = layer;
    this.#nodes = nodes;
    this.#profile = profile;
    this.#queue = queue;
  }

  /**
   * Writes a file: a new one as 0o644, one that is there keeps its permissions. A stream is stored as it comes, before the
   * operation's turn: until it has ended the file is as it was, and stays so when it fails.
   */
  async writeFile(path: string, content: Written): Promise<void> {
    if (typeof content !== "string" && !(content instanceof Uint8Array))
      return await this.#pour(path, content);
    const bytes = bytesOf(content);
    await this.#staged(path, async (staged, storer) => {
      const stored = await storer.store(bytes);
      await this.#commit((draft) => writeFile(draft, path, stored), staged);
    });
  }

  /** Adds bytes to the end of a file, or makes it. */
  appendFile(path: string, content: string | Uint8Array): Promise<void> {
    const bytes = bytesOf(content);
    const { objects } = this.#nodes;
    return this.#staged(path, (staged, storer) =>
      this.#commit((draft) => appendFile(draft, path, bytes, { objects, storer }), staged),
    );
  }

  /** Makes a folder; with `recursive`, also those above it, and one that is there is as good. */
  mkdir(path: string, { recursive = false }: { recursive?: boolean } = {}): Promise<void> {
    return this.#change([path], (draft) => (recursive ? makeFolders(draft, path) : makeFolder(draft, path)));
  }

  /** Removes a file or a link; with `recursive`, a folder with everything in it; with `force`, also nothing. */
  rm(path: string, options: RemoveOptions = {}): Promise<void> {
    return this.#change([path], (draft) => remove(draft, path, options));
  }

  /** Moves a file, a link or a folder, onto a file, a link or an empty folder of the same kind too. */
  rename(from: string, to: string): Promise<void> {
    return this.#change([from, to], (draft) => rename(draft, from, to));
  }

  /** Copies a file's bytes and permissions, over a file that is there too. */
  copyFile(from: string, to: string): Promise<void> {
    return this.#change([from, to], (draft) => copyFile(draft, from, to));
  }

  /** Makes a link. */
  symlink(target: string, path: string): Promise<void> {
    return this.#change([path], (draft) => symlink(draft, target, path));
  }

  /** Sets a file's nine permission bits; a folder's are 0o755 always. */
  chmod(path: string, mode: number): Promise<void> {
    return this.#change([path], (draft) => chmod(draft, path, mode));
  }

  /** Has a path (`""`: all) be just what is given: entries relative to it, whose objects are durable. */
  replaceWith(path: string, entries: Grafted): Promise<void> {
    return this.#queue.run(() => this.#commit((draft) => replaceWith(draft, path, entries)));
  }

  /** Adds entries, whose objects are durable, to a folder: files take the place of files, folders are added to. */
  addTo(folder: string, entries: Grafted): Promise<void> {
    return this.#queue.run(() => this.#commit((draft) => addTo(draft, folder, entries)));
  }

  /** Stores a stream, and then takes a turn for what it was stored as. */
  async #pour(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    // What cannot be written is better told before gigabytes have come.
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

  /** Takes a turn for an operation that puts objects. */
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

  /** Works out what an operation changes, until that could be applied before anybody else wrote. */
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

/** Gives bytes that nobody else changes before the operation's turn. */
function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content, "utf8") : Uint8Array.from(content);
}
