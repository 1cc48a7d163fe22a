import { chmod, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { isRunning, StrataError, splitReference } from "../core/index.ts";
import type { Store } from "./store.ts";
import { words } from "./words.ts";

/** Larger drags take longer than a hand holds still. */
const MOST = { bytes: 512 * 1024 * 1024, files: 5000 };
const TEXT = ".txt";
const PREFIX = "strata-drag-";
const OWNED = /^strata-drag-(\d+)-/;

/** The longest name that a text opened outside keeps, in bytes: an ending is added to it. */
const MOST_NAME = 240;

/** Writes dragged items, and texts to open outside, to temporary folders, which live as long as the app. */
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
    const { type } = await measure(store, ref);
    const own = type === "directory" ? name : nameIn(ref);
    if (/[/\\\0]/.test(own) || own === "" || own === "." || own === "..") {
      throw new StrataError("BadInput", words.drag.noName(own));
    }
    return await this.#export(store, ref, own, type === "directory");
  }

  /**
   * Writes the file `ref` as a text that only its owner can read and that no desktop runs: its name ends in `.txt`. Returns
   * its path. Throws `BadInput` for anything but a file and for one that is too large, and the errors of the command `export`.
   */
  async writeText(store: Pick<Store, "call">, ref: string): Promise<string> {
    const { type } = await measure(store, ref);
    const own = nameIn(ref);
    if (type !== "file" || own === "") throw new StrataError("BadInput", words.drag.noFile(own));
    const written = await this.#export(store, ref, own, false);
    const isLong = Buffer.byteLength(own) > MOST_NAME;
    const path = join(dirname(written), own.endsWith(TEXT) ? own : `${isLong ? "text" : own}${TEXT}`);
    await chmod(written, 0o600);
    if (path !== written) await rename(written, path);
    return path;
  }

  async #export(store: Pick<Store, "call">, ref: string, name: string, isFolder: boolean): Promise<string> {
    const folder = await mkdtemp(join(this.#temp, `${PREFIX}${process.pid}-`));
    this.#folders.push(folder);
    const path = join(folder, name);
    await store.call("invoke", { name: "export", input: { ref, to: isFolder ? path : folder } });
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

/** Returns what is at `ref`, and how much. Throws `BadInput` if that is too much. */
async function measure(store: Pick<Store, "call">, ref: string) {
  const measured = await store.call("measure", ref);
  const { files, bytes } = measured;
  if (bytes <= MOST.bytes && files <= MOST.files) return measured;
  throw new StrataError("BadInput", words.drag.tooLarge, {
    hint: words.drag.tooLargeHint,
    data: { files, bytes, most_files: MOST.files, most_bytes: MOST.bytes },
  });
}

function nameIn(ref: string): string {
  return posix.basename(splitReference(ref).path ?? "");
}

async function remove(folder: string): Promise<void> {
  // The system tidies its temporary folder: a failed removal is no error.
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
