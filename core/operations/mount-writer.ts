import { inTransaction } from "../database/database.ts";
import { cancelled } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { MAX_LABEL_NAME } from "../labels/label-name.ts";
import type { Entry } from "../manifest/entry.ts";
import { getEntry, rangeEntries } from "../manifest/read.ts";
import type { Preference } from "../merge/content/merger.ts";
import { Mount } from "../mount/mount.ts";
import { MountCatalog, type MountInfo } from "../mount/mount-catalog.ts";
import { unknownMount } from "../mount/mount-errors.ts";
import type { Flushed } from "../mount/mount-reader.ts";
import type { RelativeEntries } from "../mount/put-entries.ts";
import { SqliteUpper } from "../mount/sqlite-upper.ts";
import type { OpenedStore } from "../store/open.ts";
import type { CallContext, WriterParts } from "./context.ts";
import {
  durably,
  type MountPush,
  type MountPushRequest,
  type MountRebase,
  type PushedMount,
  pushMount,
  rebaseMount,
} from "./mount-push.ts";
import { Pours } from "./pours.ts";

/** A mount that is asked for. */
export interface OpenMountRequest {
  readonly base: SnapshotId;
  readonly label: string | null;
  /** The entry that the base was named by. */
  readonly entry?: number | undefined;
  /** None: it is called after the label, or the snapshot. */
  readonly name?: string | undefined;
}

/** A change of a mount's files. */
export type MountChange =
  | { readonly do: "write" | "append"; readonly path: string; readonly bytes: Uint8Array }
  | { readonly do: "mkdir"; readonly path: string; readonly recursive: boolean }
  | { readonly do: "rm"; readonly path: string; readonly recursive: boolean; readonly force: boolean }
  | { readonly do: "rename" | "copy"; readonly from: string; readonly to: string }
  | { readonly do: "symlink"; readonly target: string; readonly path: string }
  | { readonly do: "chmod"; readonly path: string; readonly mode: number }
  /** Has a path be just what a snapshot has at one. */
  | { readonly do: "put back"; readonly path: string; readonly from: SnapshotId; readonly at: string };

/** Does what is asked for with the mounts of a store, in the thread that writes. */
export class MountWriter {
  readonly #store: OpenedStore;
  readonly #parts: WriterParts;
  readonly #catalog: MountCatalog;
  readonly #pours = new Pours();
  /** One object for each mount, which has operations take turns. */
  readonly #mounts = new Map<number, Mount>();

  constructor(store: OpenedStore, parts: WriterParts) {
    this.#store = store;
    this.#parts = parts;
    this.#catalog = new MountCatalog(store.db, parts.clock);
  }

  /** Makes a mount. Throws `EEXIST` and `EINVAL` for the name, `UnknownLabel`. */
  open({ name, ...pinned }: OpenMountRequest): MountInfo {
    const wanted = pinned.label ?? pinned.base.slice(0, 10);
    return inTransaction(this.#store.db, () =>
      this.#catalog.create({ ...pinned, name: name ?? this.#freeName(wanted) }),
    );
  }

  /** Gives a mount another name. */
  rename({ id, name }: { id: number; name: string }): MountInfo {
    return this.#catalog.amend(id, { name });
  }

  /** Discards a mount, so that it can be restored. */
  discard(id: number): MountInfo {
    return this.#catalog.discard(id);
  }

  /** Opens a discarded mount again, under another name where its own has been given to another one; one that is open stays. */
  restore(id: number): MountInfo {
    return inTransaction(this.#store.db, () => {
      const mount = this.#catalog.get(id);
      return mount.discardedAt === null ? mount : this.#catalog.undelete(id, this.#freeName(mount.name));
    });
  }

  /** Changes a mount's files. Throws as {@link Mount} does. */
  async change({ id, change }: { id: number; change: MountChange }): Promise<void> {
    const mount = this.mount(id);
    switch (change.do) {
      case "write":
        return await mount.writeFile(change.path, change.bytes);
      case "append":
        return await mount.appendFile(change.path, change.bytes);
      case "mkdir":
        return await mount.mkdir(change.path, change);
      case "rm":
        return await mount.rm(change.path, change);
      case "rename":
        return await mount.rename(change.from, change.to);
      case "copy":
        return await mount.copyFile(change.from, change.to);
      case "symlink":
        return await mount.symlink(change.target, change.path);
      case "chmod":
        return await mount.chmod(change.path, change.mode);
      case "put back":
        return await mount.replaceWith(change.path, await this.#entriesAt(change.from, change.at));
    }
  }

  /** Begins to write a file whose bytes come in calls of {@link feed}; gives the number of the stream. */
  pour({ id, path }: { id: number; path: string }): number {
    const mount = this.mount(id);
    return this.#pours.begin((bytes) => mount.writeFile(path, bytes));
  }

  /** Adds bytes to a file that is being written. */
  feed({ pour, bytes }: { pour: number; bytes: Uint8Array }): Promise<void> {
    return this.#pours.feed(pour, bytes);
  }

  /** Ends what {@link pour} began: with `keep` it is written, without it the file is as it was. */
  endPour({ pour, keep }: { pour: number; keep: boolean }): Promise<void> {
    return keep ? this.#pours.end(pour) : this.#pours.abort(pour);
  }

  /** Adds what a snapshot holds to a folder of a mount. Throws as {@link Mount.addTo} does. */
  async add(
    { id, folder, from }: { id: number; folder: string; from: SnapshotId },
    { signal }: Pick<CallContext, "signal">,
  ): Promise<void> {
    const entries = await this.#entriesAt(from, "");
    if (signal.aborted) throw cancelled();
    await this.mount(id).addTo(folder, entries);
  }

  /** Makes a snapshot of a mount as it is now, durable and held by no label. */
  flush(id: number): Promise<Flushed> {
    return durably(this.#store, this.mount(id), this.#parts.clock());
  }

  /** Pushes a mount. See {@link pushMount}. */
  push(request: MountPushRequest): Promise<MountPush> {
    return pushMount(this.#pushed(request.id), request);
  }

  /** Rebases a mount. See {@link rebaseMount}. */
  rebase(
    { id, prefer }: { id: number; prefer: Preference },
    { signal }: Pick<CallContext, "signal">,
  ): Promise<MountRebase> {
    const { clock, merger: run } = this.#parts;
    return rebaseMount(this.#pushed(id), { prefer }, { clock, run, signal });
  }

  /** Gives a mount that is open. Throws `UnknownReference`. */
  mount(id: number): Mount {
    const { discardedAt } = this.#catalog.get(id);
    if (discardedAt !== null) throw unknownMount(id);
    const known = this.#mounts.get(id);
    if (known !== undefined) return known;
    const { db, nodes, profile, stage } = this.#store;
    const made = new Mount(new SqliteUpper(db, id, { stage, clock: this.#parts.clock }), nodes, profile);
    this.#mounts.set(id, made);
    return made;
  }

  #pushed(id: number): PushedMount {
    return { store: this.#store, catalog: this.#catalog, mount: this.mount(id), id };
  }

  async #entriesAt(id: SnapshotId, path: string): Promise<RelativeEntries> {
    const { nodes } = this.#store;
    const entry = path === "" ? undefined : await getEntry(nodes, id, path);
    if (entry !== undefined) return [["", entry]];
    const start = path === "" ? 0 : path.length + 1;
    const entries: [path: string, entry: Entry][] = [];
    for await (const [below, found] of rangeEntries(nodes, id, { under: path }))
      entries.push([below.slice(start), found]);
    return entries;
  }

  #freeName(wanted: string): string {
    for (let no = 1; ; no++) {
      const ending = no === 1 ? "" : `-${no}`;
      const name = wanted.slice(0, MAX_LABEL_NAME - ending.length) + ending;
      if (this.#catalog.find(name) === undefined) return name;
    }
  }
}
