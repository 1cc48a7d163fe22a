import { StrataError } from "../errors.ts";

/**
 * Watches ascending paths for a name that is both an entry and a folder. The two need not be neighbours: `a-b` and `a.txt`
 * sort between `a` and `a/x`. What can still have a path below it is a prefix of the latest path, so a short stack of
 * those is all that is remembered.
 */
export class ClashWatch {
  #open: string[] = [];

  /** Takes the next path; gives the earlier one that it lies below, if there is one. */
  add(path: string): string | undefined {
    const above = this.above(path);
    this.#open.push(path);
    return above;
  }

  /** Gives the entry that a path, which must come next, lies below; forgets those that nothing can lie below any more. */
  above(path: string): string | undefined {
    const open = this.#open;
    let top = open.at(-1);
    while (top !== undefined && !path.startsWith(top)) {
      open.pop();
      top = open.at(-1);
    }
    // Whatever is deeper in the stack is a prefix of `top` that `top` was found not to lie below.
    return top !== undefined && path.charAt(top.length) === "/" ? top : undefined;
  }

  /** The paths, each a prefix of the next, that something later may lie below. */
  get open(): readonly string[] {
    return this.#open;
  }
}

/** The error for a path below something that is not a folder with things in it. */
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

/** The error for an entry in the place of a folder that keeps something. */
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
