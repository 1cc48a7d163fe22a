import { lstatSync } from "node:fs";
import type { ImportRoot } from "./roots.ts";
import type { Skipped } from "./walk.ts";

/** What an import found of the permissions of folders, which a snapshot does not keep. */
export interface FolderPermissions {
  /** The permission bits of the folder whose content is the snapshot's root; none where there is no such folder. */
  readonly mode: number | undefined;
  /** How many folders in the snapshot permit less than that one: private ones, read-only ones. */
  readonly restricted: number;
  /** The first of them. */
  readonly paths: readonly string[];
}

/** What files and folders that are imported side by side are compared with. */
const ORDINARY = 0o755;
const SHOWN = 20;

/** Looks at the permissions of folders as a walk enters them. Where the system has none, there is nothing to see. */
export class FolderModes {
  readonly #posixModes: boolean;
  readonly #paths: string[] = [];
  #mode: number | undefined;
  #restricted = 0;

  constructor(posixModes: boolean) {
    this.#posixModes = posixModes;
  }

  /** Looks at a path that is imported. */
  root({ path, name }: ImportRoot): void {
    if (this.#posixModes && name === "") this.#mode = modeOf(path);
  }

  /** Looks at a folder that is entered: its path in the snapshot, and on disk. */
  folder(path: string, onDisk: Buffer): void {
    if (!this.#posixModes || ((this.#mode ?? ORDINARY) & ~modeOf(onDisk)) === 0) return;
    if (++this.#restricted <= SHOWN) this.#paths.push(path);
  }

  found(): FolderPermissions {
    return { mode: this.#mode, restricted: this.#restricted, paths: this.#paths };
  }
}

/** Tells of folders whose permissions will be missed, in one warning. */
export function restrictedWarning({ restricted, paths: [first = ""] }: FolderPermissions): Skipped[] {
  if (restricted === 0) return [];
  const more = restricted === 1 ? "" : `; so do ${(restricted - 1).toLocaleString("en")} more`;
  const reason = `this folder permits less than the whole, and permissions of folders are not kept${more}`;
  return [{ path: first, reason }];
}

function modeOf(path: string | Buffer): number {
  return lstatSync(path).mode & 0o777;
}
