import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join, posix } from "node:path";
import { isRunning, StrataError, splitReference } from "../core/index.ts";
import type { Store } from "./store.ts";
import { words } from "./words.ts";

/** Larger drags take longer than a hand holds still. */
const MOST = { bytes: 512 * 1024 * 1024, files: 5000 };
const PREFIX = "strata-drag-";
const OWNED = /^strata-drag-(\d+)-/;

/** Writes dragged items to temporary folders, which live as long as the app. */
export class DragFolders {
  readonly #temp: string;
  readonly #folders: string[] = [];

  constructor(temp: string) {
    this.#temp = temp;
  }

  /**
   * Writes the target of `ref`, a folder under the given name and a file under its own; returns its path. Throws `BadInput` for
   * a target that is too large or has no proper name, and the errors of the command `export`.
   */
  async write(store: Pick<Store, "call">, ref: string, name: string): Promise<string> {
    const { type, files, bytes } = await store.call("measure", ref);
    if (bytes > MOST.bytes || files > MOST.files) {
      throw new StrataError("BadInput", words.drag.tooLarge, {
        hint: words.drag.tooLargeHint,
        data: { files, bytes, most_files: MOST.files, most_bytes: MOST.bytes },
      });
    }
    const own = type === "directory" ? name : posix.basename(splitReference(ref).path ?? "");
    if (/[/\\\0]/.test(own) || own === "" || own === "." || own === "..") {
      throw new StrataError("BadInput", words.drag.noName(own));
    }
    const folder = await mkdtemp(join(this.#temp, `${PREFIX}${process.pid}-`));
    this.#folders.push(folder);
    const path = join(folder, own);
    const input = { ref, to: type === "directory" ? path : folder };
    await store.call("invoke", { name: "export", input });
    return path;
  }

  /** Removes the written files. */
  async clear(): Promise<void> {
    await Promise.all(this.#folders.splice(0).map(remove));
  }

  /** Removes the files of processes that are gone. */
  async clearStale(): Promise<void> {
    for (const name of await readdir(this.#temp).catch(() => [])) {
      const pid = Number(OWNED.exec(name)?.[1]);
      if (pid > 0 && !isRunning(pid)) await remove(join(this.#temp, name));
    }
  }
}

async function remove(folder: string): Promise<void> {
  // The system tidies its temporary folder: a failed removal is no error.
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
