import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../scripts/processes.mjs";

/** A local git clone. It is not changed, except for objects that `git merge-tree` adds. */
export class Clone {
  #folder;
  #checkout;
  #index;

  constructor(folder, scratch) {
    this.#folder = folder;
    this.#checkout = join(scratch, "checkout");
    this.#index = join(scratch, "index");
  }

  /** Yields the merges with two parents, latest first, with their base if there is one and nothing was renamed. */
  *merges(most) {
    const log = this.#git([
      "log",
      "--all",
      "--min-parents=2",
      "--max-parents=2",
      `-${most}`,
      "--format=%H %P",
    ]);
    for (const line of log.split("\n").filter(Boolean)) {
      const [commit, ours, theirs] = line.split(" ");
      const bases = this.#git(["merge-base", "--all", ours, theirs], [0, 1]).split("\n").filter(Boolean);
      const isPlain = bases.length === 1 && [ours, theirs].every((side) => !this.#movesFiles(bases[0], side));
      yield { commit, ours, theirs, base: isPlain ? bases[0] : undefined };
    }
  }

  /** Writes a tree to a folder without `.git` and returns the folder. */
  checkOut(tree) {
    rmSync(this.#checkout, { recursive: true, force: true });
    mkdirSync(this.#checkout);
    const env = { ...process.env, GIT_INDEX_FILE: this.#index };
    this.#git(["read-tree", tree], [0], env);
    this.#git(["checkout-index", "--all", "--force", `--prefix=${this.#checkout}/`], [0], env);
    return this.#checkout;
  }

  /** Merges two commits with git and returns the tree and the conflicted paths. */
  mergeTree(ours, theirs) {
    const found = this.#git(
      [
        "-c",
        "merge.renames=false",
        "merge-tree",
        "--write-tree",
        "-z",
        "--name-only",
        "--no-messages",
        ours,
        theirs,
      ],
      [0, 1],
    );
    const [tree, ...conflicts] = found.split("\0").filter(Boolean);
    return { tree, conflicts: new Set(conflicts) };
  }

  /** Counts the files that exist in both commits and that both changed. */
  changedByBoth({ base, ours, theirs }) {
    const changed = (side) =>
      new Set(
        this.#git(["diff", "--no-renames", "--name-only", "-z", base, side]).split("\0").filter(Boolean),
      );
    const byTheirs = changed(theirs);
    return [...changed(ours)].filter((path) => byTheirs.has(path)).length;
  }

  #movesFiles(base, side) {
    const status = this.#git(["diff", "--raw", "-M", "-C", "-l0", "-z", base, side]).split("\0");
    // A submodule is not content of the tree.
    return status.some(
      (field) => /^:\d+ \d+ \S+ \S+ [RC]/.test(field) || /^:(160000|\d+ 160000)/.test(field),
    );
  }

  #git(args, fine = [0], env = process.env) {
    const command = ["-C", this.#folder, "-c", "core.autocrlf=false", "-c", "core.quotepath=false", ...args];
    const { status, stdout, stderr, error } = spawnSync("git", command, {
      encoding: "utf8",
      maxBuffer: 1 << 30,
      env,
    });
    if (error || !fine.includes(status ?? -1))
      throw new SetupError(`git ${args[0]} failed: ${stderr?.trim() || error?.message}`);
    return stdout.trimEnd();
  }
}
