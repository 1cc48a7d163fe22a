import { MountCatalog, type MountInfo } from "../mount/mount-catalog.ts";
import { unknownMount } from "../mount/mount-errors.ts";
import { MountReader } from "../mount/mount-reader.ts";
import { SqliteUpperReader } from "../mount/sqlite-upper.ts";
import type { Captured, CaptureRequest } from "../operations/capture.ts";
import type { ImportProgress } from "../snapshot/import-progress.ts";
import type { OpenedStore } from "../store/open.ts";
import type { CallOptions } from "../threads/rpc.ts";
import type { RunOperation } from "../threads/store-thread.ts";
import { sendPieces } from "./send-pieces.ts";

/** The mounts of a store: read in the calling thread, changed in the store thread. */
export class Mounts {
  readonly #store: OpenedStore;
  readonly #run: RunOperation;
  readonly #catalog: MountCatalog;

  constructor(store: OpenedStore, run: RunOperation) {
    this.#store = store;
    this.#run = run;
    this.#catalog = new MountCatalog(store.db, Date.now);
  }

  /** Returns all mounts, oldest first; discarded ones only when asked. */
  list(options?: { readonly discarded?: boolean }): MountInfo[] {
    return this.#catalog.list(options);
  }

  /** Returns the open mount of this name. Throws `UnknownReference`. */
  named(name: string): MountInfo {
    const found = this.#catalog.find(name);
    if (found === undefined) throw unknownMount(name);
    return found;
  }

  /** Returns the mount of this number, a discarded one too. Throws `UnknownReference`. */
  get(id: number): MountInfo {
    return this.#catalog.get(id);
  }

  /** Returns a reader that sees the mount's current state at each call. */
  read(id: number): MountReader {
    return new MountReader(new SqliteUpperReader(this.#store.db, id), this.#store.nodes);
  }

  /** Writes a file from a stream; until the stream ends, and if it fails, the file stays as it was. Throws as `Mount` does. */
  async write(
    id: number,
    path: string,
    bytes: AsyncIterable<Uint8Array>,
    { signal }: Pick<CallOptions, "signal"> = {},
  ): Promise<void> {
    const upload = await this.#run("beginUpload", { id, path });
    let keep = false;
    try {
      await sendPieces(bytes, (piece) => this.#run("feedUpload", { upload, bytes: piece }), signal);
      keep = true;
    } finally {
      await this.#run("endUpload", { upload, keep });
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
    // Queued with imports, which use the same content workers.
    const captured = await this.#run("capture", { ...what, label, named: true }, options);
    await this.#run("addToMount", { id, folder, from: captured.id }, { signal: options?.signal });
    return captured;
  }
}
