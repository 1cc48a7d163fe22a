import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Entry, entryType } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { rangeEntries } from "../manifest/read.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { type Model, sorted } from "../testing/manifests.ts";
import { inlineFile, symlinkTo } from "../testing/trees.ts";
import { filesAndLinks, forks, mergeModels } from "./tree-merge-suite.ts";

/** How many runs of 50 merges each; a campaign takes more. */
const numRuns = Number(process.env.STRATA_GIT_MERGES ?? 4);

/** What git makes of a merge: its tree, and the paths in conflict. */
interface GitMerge {
  readonly tree: string;
  readonly conflicts: readonly string[];
}

/** A repository that is filled in bulk, and merges as many commits as there are in one go. */
class GitTrees {
  readonly #folder = temporaryFolder();
  #marks = 0;
  #stream: (string | Uint8Array)[] = [];

  constructor() {
    this.#git(["init", "-q", "--bare"]);
  }

  /** Takes a tree to be written with the others, and gives the name of its branch. */
  add(model: Model, parent?: string): string {
    const branch = `refs/heads/n${this.#marks++}`;
    this.#stream.push(`commit ${branch}\ncommitter a <a@b> 0 +0000\ndata 0\n`);
    this.#stream.push(parent === undefined ? "" : `from ${parent}\ndeleteall\n`);
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
    const told = this.#git(["merge-tree", "--stdin", "-z", "--no-messages"], input);
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

/** Puts the path into everything, so that nothing turns up elsewhere: this git cannot be kept from following renames. */
function unmovable(model: Model): Model {
  const withPath = ({ mode, symlink, content }: Entry, path: string) => {
    if (symlink !== null) return symlinkTo(`${symlink} ${path}`);
    return inlineFile(
      content.kind === "inline" ? Buffer.concat([content.bytes, Buffer.from(path)]) : path,
      mode,
    );
  };
  return new Map([...model].map(([path, entry]) => [path, withPath(entry, path)]));
}

/** Git keeps both of a file and a folder, or a file and a link, one of them under a name of its own (`d~branch`). */
const nameIn = (path: string) => path.replace(/~[^/]*$/, "");

const cases = forks(filesAndLinks).map(({ base, ours, theirs }) => ({
  base: unmovable(base),
  ours: unmovable(ours),
  theirs: unmovable(theirs),
}));

test("agrees with git on what is in conflict, and on what is merged", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cases, { minLength: 1, maxLength: 50 }), async (cases) => {
      const git = new GitTrees();
      const pairs = cases.map(({ base, ours, theirs }) => {
        const from = git.add(base);
        return [git.add(ours, from), git.add(theirs, from)] as const;
      });
      git.write();
      const expected = git.merge(pairs);
      const merged: { branch: string; tree: string }[] = [];
      for (const [at, fork] of cases.entries()) {
        const nodes = new NodeStore(new MemoryObjectStore());
        const merge = await mergeModels(nodes, { ...fork, renames: false }, () => ({
          status: "conflict",
          conflict: { kind: "binary" },
        }));
        const { tree = "", conflicts = [] } = expected[at] ?? {};
        const open = merge.status === "conflict" ? merge.conflicts : [];
        const swallowed = (path: string) =>
          open.some(({ path: top, kind }) => kind === "type" && path.startsWith(`${top}/`));
        const theirs = [...new Set(conflicts.map(nameIn))].filter((path) => !swallowed(path));
        expect(theirs.sort()).toEqual(open.map(({ path }) => path).sort());
        if (merge.status === "conflict") continue;
        const result = new Map<string, Entry>();
        for await (const [path, entry] of rangeEntries(nodes, merge.id)) result.set(path, entry);
        expect([...result.values()].map(entryType)).not.toContain("directory");
        merged.push({ branch: git.add(result), tree });
      }
      git.write();
      const branches = merged.map(({ branch }) => branch);
      if (branches.length > 0) expect(git.treesOf(branches)).toEqual(merged.map(({ tree }) => tree));
    }),
    { numRuns },
  );
});
