import { lstatSync } from "node:fs";
import type { ImportRoot } from "./roots.ts";
import type { Skipped } from "./walk.ts";

/** The permissions of folders found by an import, which a snapshot does not keep. */
export interface FolderPermissions {
  /** The permission bits of the folder that is the snapshot's root; undefined if there is none. */
  readonly mode: number | undefined;
  /** The number of folders with fewer permissions than that one, such as private or read-only ones. */
  readonly restricted: number;
  /** The first of them. */
  readonly paths: readonly string[];
}

/** The mode that files and folders imported side by side are compared with. */
const ORDINARY = 0o755;
const SHOWN = 20;

/** Collects the permissions of folders as a walk enters them; nothing on systems without permissions. */
export class FolderModes {
  readonly #posixModes: boolean;
  readonly #paths: string[] = [];
  #mode: number | undefined;
  #restricted = 0;

  constructor(posixModes: boolean) {
    this.#posixModes = posixModes;
  }

  /** Adds an imported path. */
  root({ path, name }: ImportRoot): void {
    if (this.#posixModes && name === "") this.#mode = modeOf(path);
  }

  /** Adds a folder that is entered, by its path in the snapshot and on disk. */
  folder(path: string, onDisk: Buffer): void {
    if (!this.#posixModes || ((this.#mode ?? ORDINARY) & ~modeOf(onDisk)) === 0) return;
    if (++this.#restricted <= SHOWN) this.#paths.push(path);
  }

  found(): FolderPermissions {
    return { mode: this.#mode, restricted: this.#restricted, paths: this.#paths };
  }
}

/** Returns one warning about all folders whose permissions are not kept. */
export function restrictedWarning({ restricted, paths: [first = ""] }: FolderPermissions): Skipped[] {
  if (restricted === 0) return [];
  const more = restricted === 1 ? "" : `; so do ${(restricted - 1).toLocaleString("en")} more`;
  const reason = `this folder permits less than the whole, and permissions of folders are not kept${more}`;
  return [{ path: first, reason }];
}

function modeOf(path: string | Buffer): number {
  return lstatSync(path).mode & 0o777;
}
