import { spawnSync } from "node:child_process";
import { temporaryFolder } from "../../testing/folders.ts";
import { type Model, sorted } from "../../testing/manifests.ts";

/** The result of a merge by git: its tree, and the paths in conflict. */
export interface GitMerge {
  readonly tree: string;
  readonly conflicts: readonly string[];
}

/** A bare git repository that imports trees in bulk and merges any number of branches in one process. */
export class GitTrees {
  readonly #folder = temporaryFolder();
  #marks = 0;
  #stream: (string | Uint8Array)[] = [];

  constructor() {
    this.#git(["init", "-q", "--bare"]);
  }

  /** Queues a tree for the next write. Returns the name of its branch. */
  add(model: Model, ...parents: readonly string[]): string {
    const branch = `refs/heads/n${this.#marks++}`;
    this.#stream.push(`commit ${branch}\ncommitter a <a@b> 0 +0000\ndata 0\n`);
    const from = parents.map((parent, at) => `${at === 0 ? "from" : "merge"} ${parent}\n`);
    this.#stream.push(...from, parents.length === 0 ? "" : "deleteall\n");
    for (const [path, { mode, symlink, content }] of sorted(model)) {
      const link = symlink === null ? undefined : Buffer.from(symlink);
      const bytes = link ?? (content.kind === "inline" ? content.bytes : new Uint8Array(0));
      const type = link === undefined ? mode.toString(8) : "120000";
      this.#stream.push(`M ${type} inline ${path}\ndata ${bytes.length}\n`, bytes, "\n");
    }
    return branch;
  }

  write(): void {
    const input = Buffer.concat(this.#stream.map((piece) => Buffer.from(piece)));
    this.#git(["fast-import", "--quiet", "--force"], input);
    this.#stream = [];
  }

  treesOf(branches: readonly string[]): string[] {
    const input = branches.map((branch) => `${branch}^{tree}\n`).join("");
    const lines = this.#git(["cat-file", "--batch-check=%(objectname)"], input).trimEnd();
    return lines.split("\n");
  }

  /** Merges pairs of branches. */
  merge(pairs: readonly (readonly [string, string])[]): GitMerge[] {
    const input = pairs.map((pair) => `${pair.join(" ")}\n`).join("");
    const told = this.#git(
      ["-c", "merge.directoryRenames=false", "merge-tree", "--stdin", "-z", "--no-messages"],
      input,
    );
    const fields = told.split("\0");
    return pairs.map(() => {
      fields.shift();
      const tree = fields.shift() ?? "";
      const conflicts: string[] = [];
      for (let field = fields.shift(); field; field = fields.shift())
        conflicts.push(field.split("\t")[1] ?? "");
      return { tree, conflicts };
    });
  }

  #git(args: readonly string[], input: string | Uint8Array = ""): string {
    const { status, stdout, stderr } = spawnSync("git", args, {
      cwd: this.#folder,
      input,
      maxBuffer: 1 << 28,
    });
    if (status === null || status > 1) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.toString();
  }
}
