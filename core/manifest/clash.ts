import { StrataError } from "../errors.ts";

/**
 * Finds names that are both an entry and a folder in an ascending sequence of paths. The two need not be neighbours:
 * `a-b` and `a.txt` sort between `a` and `a/x`. Only prefixes of the latest path can still have a path below them, so it
 * keeps a short stack of those.
 */
export class ClashWatch {
  #open: string[] = [];

  /** Adds the next path and returns the earlier entry that it lies below, if any. */
  add(path: string): string | undefined {
    const above = this.above(path);
    this.#open.push(path);
    return above;
  }

  /** Returns the entry that the next path would lie below, if any, and drops those that no later path can lie below. */
  above(path: string): string | undefined {
    const open = this.#open;
    let top = open.at(-1);
    while (top !== undefined && !path.startsWith(top)) {
      open.pop();
      top = open.at(-1);
    }
    // Deeper entries in the stack are prefixes of `top`, and `top` does not lie below them.
    return top !== undefined && path.charAt(top.length) === "/" ? top : undefined;
  }

  /** The entries that a later path may lie below, each a prefix of the next. */
  get open(): readonly string[] {
    return this.#open;
  }
}

/** Returns the error for a path below an entry, which is no folder with contents. */
export function notAFolder(above: string, path: string): StrataError {
  return new StrataError(
    "ENOTDIR",
    `${above} is a file, a link or an empty folder, so ${path} cannot be below it.`,
    {
      hint: `Remove ${above} in the same change, or choose another name.`,
      data: { path, above },
    },
  );
}

/** Returns the error for an entry in the place of a folder that is not empty. */
export function isAFolder(path: string, below: string): StrataError {
  return new StrataError(
    "EISDIR",
    `${path} is a folder with ${below} in it, so it cannot be an entry itself.`,
    {
      hint: `Remove everything below ${path} in the same change, or choose another name.`,
      data: { path, below },
    },
  );
}
