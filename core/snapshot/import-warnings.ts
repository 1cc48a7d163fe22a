import { lstatSync, realpathSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, sep } from "node:path";
import type { FolderPermissions } from "./folder-modes.ts";
import type { ImportRoot } from "./roots.ts";
import { type Sign, signOfFile, signOfFolder } from "./warning-signs.ts";

/** A warning before an import. */
export interface ImportWarning {
  readonly code: "home" | "disk" | "secrets" | "repository" | "dependencies" | "vanishing" | "permissions";
  readonly message: string;
  /** Some of the affected paths in the snapshot, and their number. */
  readonly paths: readonly string[];
  readonly count: number;
  /** Patterns that leave them out. */
  readonly ignore: readonly string[];
}

const MESSAGES: Readonly<Record<ImportWarning["code"], string>> = {
  disk: "This is a whole disk. Choose the folders that matter to you.",
  home: "This is your home folder: it has caches, settings and keys of every program. Choose folders in it.",
  secrets: "There may be keys or passwords here. A snapshot keeps them for as long as the store exists.",
  repository: "There is version control data here, which has a history of its own and changes often.",
  dependencies: "There are folders here that programs can make again, and that are often large.",
  vanishing: "This lies in a folder for temporary files, which the system may empty at any time.",
  permissions:
    "There are folders here that permit less than the whole, private or read-only ones. Permissions of folders are not kept.",
};

const SHOWN = 20;

/** The findings of one kind. */
interface Noted {
  readonly paths: string[];
  readonly ignore: Set<string>;
  count: number;
}

/** Collects what a walk finds that is worth a warning. */
export class WarningSigns {
  readonly #noted = new Map<ImportWarning["code"], Noted>();
  /** The last folder with a warning as a whole: nothing in it needs another. */
  #within: string | undefined;

  /** Checks an imported path. */
  root({ path, name }: ImportRoot): void {
    // A path with a name in the snapshot is checked when it is entered under that name.
    const sign = name === "" ? signOfFolder(basename(path)) : undefined;
    if (sign !== undefined) this.#note(sign.code, name);
    if (isDisk(path) || isMountPoint(path)) this.#note("disk", name);
    if (path === realPath(homedir())) this.#note("home", name);
    const temporary = [tmpdir(), "/tmp", "/var/tmp"].map(realPath);
    if (temporary.some((folder) => path === folder || path.startsWith(folder + sep)))
      this.#note("vanishing", name);
  }

  /** Checks a folder that is entered. */
  folder(path: string): void {
    this.#take(path, signOfFolder(path), path);
  }

  /** Checks a file or link. */
  file(path: string): void {
    const sign = signOfFile(path);
    // Some files tell the kind of the folder they are in.
    this.#take(path, sign, sign?.of ?? path);
  }

  /** Returns the warnings, the most serious first. */
  warnings(): ImportWarning[] {
    const codes = Object.keys(MESSAGES) as ImportWarning["code"][];
    return codes.flatMap((code) => {
      const noted = this.#noted.get(code);
      if (noted === undefined) return [];
      const { paths, count, ignore } = noted;
      return [{ code, message: MESSAGES[code], paths, count, ignore: [...ignore] }];
    });
  }

  #take(path: string, sign: Sign | undefined, of: string): void {
    if (this.#within !== undefined && path.startsWith(`${this.#within}/`)) return;
    if (sign === undefined || of === "") return;
    if (sign.whole) this.#within = of;
    this.#note(sign.code, of, sign.ignore);
  }

  #note(code: ImportWarning["code"], path: string, pattern?: string): void {
    let noted = this.#noted.get(code);
    if (noted === undefined) {
      noted = { paths: [], ignore: new Set(), count: 0 };
      this.#noted.set(code, noted);
    }
    if (++noted.count <= SHOWN) noted.paths.push(path);
    if (pattern !== undefined) noted.ignore.add(pattern);
  }
}

/** Returns a warning about folders whose permissions are not kept. */
export function permissionsWarning({ restricted, paths }: FolderPermissions): ImportWarning[] {
  if (restricted === 0) return [];
  return [{ code: "permissions", message: MESSAGES.permissions, paths, count: restricted, ignore: [] }];
}

/** Returns whether a path is the root of the file system or of a drive. */
export function isDisk(path: string): boolean {
  return dirname(path) === path;
}

function isMountPoint(path: string): boolean {
  const stat = lstatSync(path);
  return stat.isDirectory() && stat.dev !== lstatSync(dirname(path)).dev;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
