import { cancelled } from "../errors.ts";
import type { Preference } from "../merge/content/merger.ts";
import { MountCatalog, type MountInfo } from "../mount/mount-catalog.ts";
import { unknownMount } from "../mount/mount-errors.ts";
import { type Flushed, MountReader } from "../mount/mount-reader.ts";
import { SqliteUpperReader } from "../mount/sqlite-upper.ts";
import type { Captured, CaptureRequest } from "../operations/capture.ts";
import type { MountPush, MountPushRequest, MountRebase } from "../operations/mount-push.ts";
import type { MountChange, OpenMountRequest } from "../operations/mount-writer.ts";
import type { ImportProgress } from "../snapshot/take.ts";
import type { OpenedStore } from "../store/open.ts";
import type { CallOptions } from "../threads/rpc.ts";
import type { WriterService } from "../threads/writer-thread.ts";

/** Calls a function of the thread that writes. */
export type AskWriter = <M extends keyof WriterService & string>(
  method: M,
  argument: Parameters<WriterService[M]>[0],
  options?: CallOptions,
) => Promise<Awaited<ReturnType<WriterService[M]>>>;

/** So many bytes of a stream are passed on at once. */
const PIECE = 1024 * 1024;

/** The mounts of a store: read in the calling thread, and changed in the one that writes. */
export class Mounts {
  readonly #store: OpenedStore;
  readonly #ask: AskWriter;
  readonly #catalog: MountCatalog;

  constructor(store: OpenedStore, ask: AskWriter) {
    this.#store = store;
    this.#ask = ask;
    this.#catalog = new MountCatalog(store.db, Date.now);
  }

  /** Gives all mounts, oldest first; discarded ones only when asked. */
  list(options?: { readonly discarded?: boolean }): MountInfo[] {
    return this.#catalog.list(options);
  }

  /** Gives the open mount of this name. Throws `UnknownReference`. */
  named(name: string): MountInfo {
    const found = this.#catalog.find(name);
    if (found === undefined) throw unknownMount(name);
    return found;
  }

  /** Gives the mount of this number, a discarded one too. Throws `UnknownReference`. */
  get(id: number): MountInfo {
    return this.#catalog.get(id);
  }

  /** Reads a mount as it is whenever it is asked. */
  read(id: number): MountReader {
    return new MountReader(new SqliteUpperReader(this.#store.db, id), this.#store.nodes);
  }

  /** Makes a mount. Throws `EEXIST` and `EINVAL` for the name, `UnknownLabel`. */
  open(request: OpenMountRequest): Promise<MountInfo> {
    return this.#ask("openMount", request);
  }

  /** Gives a mount another name. Throws `EEXIST`, `EINVAL`, `UnknownReference`. */
  rename(id: number, name: string): Promise<MountInfo> {
    return this.#ask("renameMount", { id, name });
  }

  /** Discards a mount, so that it can be restored. Throws `UnknownReference`. */
  discard(id: number): Promise<MountInfo> {
    return this.#ask("discardMount", id);
  }

  /** Opens a discarded mount again, under another name where its own is taken by now. Throws `UnknownReference`. */
  restore(id: number): Promise<MountInfo> {
    return this.#ask("restoreMount", id);
  }

  /** Changes a mount's files; when it ends, that is durable. Throws what `Mount` does. */
  change(id: number, change: MountChange): Promise<void> {
    return this.#ask("changeMount", { id, change });
  }

  /** Writes a file as its bytes come; until they have ended, and when they fail, it stays as it was. Throws what `Mount` does. */
  async write(
    id: number,
    path: string,
    bytes: AsyncIterable<Uint8Array>,
    { signal }: Pick<CallOptions, "signal"> = {},
  ): Promise<void> {
    const pour = await this.#ask("beginPour", { id, path });
    let keep = false;
    try {
      for await (const piece of bytes) {
        for (let at = 0; at < piece.length; at += PIECE) {
          if (signal?.aborted) throw cancelled();
          // Copied, since a part of a buffer would take the whole of it to the other thread.
          await this.#ask("feedPour", { pour, bytes: Uint8Array.from(piece.subarray(at, at + PIECE)) });
        }
      }
      keep = true;
    } finally {
      await this.#ask("endPour", { pour, keep });
    }
  }

  /**
   * Adds files and folders of the disk to a folder of a mount, each under its own name: all or, when it fails, none. Throws as
   * `takeSnapshot` and `Mount.addTo` do.
   */
  async add(
    id: number,
    { folder, ...what }: { readonly folder: string } & Pick<CaptureRequest, "paths" | "reread">,
    options?: CallOptions<ImportProgress>,
  ): Promise<Captured> {
    const label = this.get(id).label ?? undefined;
    // In its turn among imports, which read with the same threads.
    const captured = await this.#ask("capture", { ...what, label, named: true }, options as CallOptions);
    await this.#ask("addToMount", { id, folder, from: captured.id }, { signal: options?.signal });
    return captured;
  }

  /** Makes a snapshot of a mount as it is now, durable and held by no label. Throws `UnknownReference`. */
  flush(id: number): Promise<Flushed> {
    return this.#ask("flushMount", id);
  }

  /** Makes a snapshot of a mount and moves a label to it, if that holds what is expected. Throws `BadInput`, `LabelProtected`. */
  push(request: MountPushRequest): Promise<MountPush> {
    return this.#ask("pushMount", request);
  }

  /** Merges what a mount changed with what its label holds now. Throws `BadInput`, `LabelDeleted`. */
  rebase(id: number, prefer: Preference, options?: Pick<CallOptions, "signal">): Promise<MountRebase> {
    return this.#ask("rebaseMount", { id, prefer }, options);
  }
}
