import { pathProblem } from "../../manifest/path.ts";
import type { Skip } from "./skip.ts";

/** Returns the same text for names that a disk treats as one. */
export type Fold = (name: string) => string;

/** Names of devices in every Windows folder, with any extension (learn.microsoft.com, "Naming Files"). */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Windows forbids control characters in names.
const FORBIDDEN = /[\u0001-\u001f<>:"|?*\\]/;

/**
 * Decides which paths of a snapshot can exist in a target, in the order they are given. Paths may come from a hostile
 * store: no accepted path leads out of the target by its text.
 */
export class Names {
  readonly #windows: boolean;
  readonly #fold: Fold | undefined;
  /** The first spelling of each path and of each folder above it, by its fold. */
  readonly #first = new Map<string, string>();

  constructor(fold: Fold | undefined, windows: boolean) {
    this.#fold = fold;
    this.#windows = windows;
  }

  /** Claims a path. Returns the reason to skip it, if there is one; otherwise, no later path can have its place. */
  claim(path: string): Skip | undefined {
    const problem = pathProblem(path) ?? (this.#windows ? windowsProblem(path) : undefined);
    if (problem !== undefined) return { code: "EINVAL", reason: `it cannot be a path here: ${problem}` };
    const first = this.#fold === undefined ? undefined : this.#claim(path, this.#fold);
    if (first === undefined) return undefined;
    const reason = `${JSON.stringify(first)} has this place: the disk does not tell their names apart`;
    return { code: "NameCollision", reason };
  }

  /** Returns the path that has this place, or a folder above it with another spelling. */
  #claim(path: string, fold: Fold): string | undefined {
    const slash = path.lastIndexOf("/");
    const above = slash < 0 ? undefined : this.#claimFolder(path.slice(0, slash), fold);
    if (above !== undefined) return above;
    const key = fold(path);
    const first = this.#first.get(key);
    if (first === undefined) this.#first.set(key, path);
    return first;
  }

  #claimFolder(folder: string, fold: Fold): string | undefined {
    const first = this.#first.get(fold(folder));
    if (first === folder) return undefined;
    return first ?? this.#claim(folder, fold);
  }
}

/** Returns why Windows cannot have a path or would change it. */
export function windowsProblem(path: string): string | undefined {
  for (const name of path.split("/")) {
    const forbidden = FORBIDDEN.exec(name)?.[0];
    if (forbidden !== undefined) return `Windows does not allow ${JSON.stringify(forbidden)} in names`;
    if (name.endsWith(".") || name.endsWith(" ")) return "Windows drops a dot or space at the end of a name";
    if (DEVICE.test(name)) return `${JSON.stringify(name)} is a device on Windows`;
  }
  return undefined;
}
