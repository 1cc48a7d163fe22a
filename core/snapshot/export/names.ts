import { pathProblem } from "../../manifest/path.ts";
import type { Skip } from "./skip.ts";

/** Gives the same text for names that a disk takes for one. */
export type Fold = (name: string) => string;

/** Names of devices in every folder of Windows, whatever follows after a dot (learn.microsoft.com, "Naming Files"). */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Windows forbids control characters in names.
const FORBIDDEN = /[\u0001-\u001f<>:"|?*\\]/;

/**
 * Decides which paths of a snapshot can have a place of their own in a target, in the order in which they are given. Paths
 * may come from a store that somebody else made: none that is let through leads out of the target by its text.
 */
export class Names {
  readonly #windows: boolean;
  readonly #fold: Fold | undefined;
  /** The first spelling of each path and each folder above one, by its fold. */
  readonly #first = new Map<string, string>();

  constructor(fold: Fold | undefined, windows: boolean) {
    this.#fold = fold;
    this.#windows = windows;
  }

  /** Gives the reason to leave a path out, if there is one; otherwise no later path can have the same place. */
  claim(path: string): Skip | undefined {
    const problem = pathProblem(path) ?? (this.#windows ? windowsProblem(path) : undefined);
    if (problem !== undefined) return { code: "EINVAL", reason: `it cannot be a path here: ${problem}` };
    const first = this.#fold === undefined ? undefined : this.#claim(path, this.#fold);
    if (first === undefined) return undefined;
    const reason = `${JSON.stringify(first)} has this place: the disk does not tell their names apart`;
    return { code: "NameCollision", reason };
  }

  /** Gives what has the place of the path or, with another spelling, of a folder above it. */
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

/** Says why Windows cannot have a path, or would take it for another. */
export function windowsProblem(path: string): string | undefined {
  for (const name of path.split("/")) {
    const forbidden = FORBIDDEN.exec(name)?.[0];
    if (forbidden !== undefined) return `Windows does not allow ${JSON.stringify(forbidden)} in names`;
    if (name.endsWith(".") || name.endsWith(" ")) return "Windows drops a dot or space at the end of a name";
    if (DEVICE.test(name)) return `${JSON.stringify(name)} is a device on Windows`;
  }
  return undefined;
}
